"""Uncertainty of a model about many messages: distance to a threshold, and out-of-vocabulary rate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import logit

from grooming_risk.labels import HEADS, LABELS, PATTERNS, RISK
from grooming_risk.scoring.scorer import Scorer

_FEW_WORDS = 2
"""Added to a message's word count, so that short messages have a low rate."""


def head_log_odds(words: Sequence[Sequence[str]], model: Scorer) -> np.ndarray:
    """Return `Scorer.log_odds` of messages, given as words.

    The shape is (n_messages, n_heads), in the order of `HEADS`.
    """
    heads = model.heads
    rows = [heads.log_odds(heads.decisions_of_parts(message)) for message in words]
    return np.array(rows, float).reshape(-1, len(HEADS))


def uncertainty(log_odds: np.ndarray, model: Scorer) -> np.ndarray:
    """Return how near messages are to the thresholds of a model, in [0, 1].

    ``exp(-d)`` at a distance of d in log-odds from the nearest level, or half of that for the nearest threshold of a
    pattern or disclosure, whichever is higher: levels decide whether there is an alert at all.
    """
    levels = logit(list(model.thresholds["levels"].values()))
    patterns = logit([*(model.thresholds["patterns"][name] for name in PATTERNS), model.disclosure_threshold])
    columns = [HEADS.index(name) for name in LABELS]
    to_level = np.abs(log_odds[:, [HEADS.index(RISK)]] - levels).min(axis=1)
    to_pattern = np.abs(log_odds[:, columns] - patterns).min(axis=1)
    return np.asarray(np.maximum(np.exp(-to_level), np.exp(-to_pattern) / 2))


def oov_rate(words: Sequence[Sequence[str]], model: Scorer) -> np.ndarray:
    """Return the smoothed share of out-of-vocabulary words in each message, in [0, 1)."""
    is_known = model.analyzer.tokenizer.is_known
    rates = [sum(not is_known(word) for word in message) / (len(message) + _FEW_WORDS) for message in words]
    return np.array(rates, dtype=float)
