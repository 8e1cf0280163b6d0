"""Uncertainty of a model about many messages: distance to a threshold, and out-of-vocabulary rate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import logit

from grooming_risk.labels import HEADS, LABELS, PATTERNS, RISK
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.text.windows import windows

_BATCH = 2000
"""Messages whose rows are in memory at a time."""

_FEW_WORDS = 2
"""Added to a message's word count, so that short messages have a low rate."""


def head_log_odds(words: Sequence[Sequence[str]], model: Scorer) -> np.ndarray:
    """Return `Scorer.log_odds` of messages, given as words.

    The shape is (n_messages, n_heads), in the order of `HEADS`.
    """
    parts = [_log_odds(words[start : start + _BATCH], model) for start in range(0, len(words), _BATCH)]
    return np.concatenate(parts) if parts else np.empty((0, len(HEADS)))


def _log_odds(words: Sequence[Sequence[str]], model: Scorer) -> np.ndarray:
    artifact = model.artifact
    parts = [list(windows(message)) or [()] for message in words]
    rows = _rows([part for message in parts for part in message], model)
    starts = np.cumsum([0, *map(len, parts[:-1])])
    best = np.maximum.reduceat(rows @ np.array(artifact.coef, dtype=float).T, starts, axis=0)
    log_odds = np.array(artifact.slope) * (best + np.array(artifact.intercept)) + np.array(artifact.offset)
    log_odds[[not message for message in words]] = EMPTY_LOG_ODDS
    return np.asarray(log_odds)


def _rows(parts: Sequence[Sequence[str]], model: Scorer) -> csr_matrix:
    """Return the TF-IDF rows of parts of messages, unknown terms in the norm, as the scorer weighs them."""
    idf, weights = np.array(model.artifact.idf, dtype=float), model.risk_weights
    columns: list[int] = []
    values: list[np.ndarray] = []
    ends = [0]
    for part in parts:
        terms = model.analyzer.terms(part)
        known = [column for column in map(model.heads.columns.get, terms) if column is not None]
        norm = sum(weights[term].real for term in terms) ** 0.5
        columns += known
        values.append(idf[known] / norm if known else idf[:0])
        ends.append(len(columns))
    data = np.concatenate(values) if values else idf[:0]
    return csr_matrix((data, columns, ends), shape=(len(parts), len(idf)))


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
