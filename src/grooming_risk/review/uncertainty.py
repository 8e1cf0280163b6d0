"""How unsure a model is of many messages: the log-odds of all heads in bulk, and how near they are to a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.special import logit

from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, RISK
from grooming_risk.scoring.scorer import Scorer

_FEW_WORDS = 2
"""Unknown words weigh half where a message has this many words, and more in a longer one."""


def head_log_odds(words: Sequence[Sequence[str]], model: Scorer) -> np.ndarray:
    """Return the log-odds of every head for many messages, as `Scorer.log_odds` gives them one by one.

    Parameters
    ----------
    words : sequence of sequences of str
        The words of each message.
    model : Scorer
        The model.

    Returns
    -------
    ndarray of shape (n_messages, n_heads)
        In the order of `HEADS`.
    """
    heads = model.heads
    rows = [heads.log_odds(heads.decisions_of_parts(message)) for message in words]
    return np.array(rows, float).reshape(-1, len(HEADS))


def uncertainty(log_odds: np.ndarray, model: Scorer) -> np.ndarray:
    """Return how near messages are to the thresholds of a model.

    Parameters
    ----------
    log_odds : ndarray of shape (n_messages, n_heads)
        As `head_log_odds` returns them.
    model : Scorer
        The model.

    Returns
    -------
    ndarray of shape (n_messages,)
        In [0, 1]: ``exp(-d)`` at a distance of d in log-odds from the nearest threshold of a level, or half as much for
        the nearest threshold of a pattern or of disclosure, whichever is higher. (A level decides whether anybody is
        told at all, a pattern what of.)
    """
    levels = logit(list(model.thresholds["levels"].values()))
    patterns = logit([*(model.thresholds["patterns"][name] for name in PATTERNS), model.disclosure_threshold])
    columns = [HEADS.index(name) for name in (*PATTERNS, DISCLOSURE)]
    to_level = np.abs(log_odds[:, [HEADS.index(RISK)]] - levels).min(axis=1)
    to_pattern = np.abs(log_odds[:, columns] - patterns).min(axis=1)
    return np.asarray(np.maximum(np.exp(-to_level), np.exp(-to_pattern) / 2))


def strangeness(words: Sequence[Sequence[str]], model: Scorer) -> np.ndarray:
    """Return the share of words that the model does not know, in [0, 1), less for messages of few words."""
    return np.fromiter(_unknown_shares(words, model), dtype=float, count=len(words))


def _unknown_shares(words: Sequence[Sequence[str]], model: Scorer) -> Iterator[float]:
    is_known = model.analyzer.tokenizer.is_known
    for message in words:
        yield sum(not is_known(word) for word in message) / (len(message) + _FEW_WORDS)
