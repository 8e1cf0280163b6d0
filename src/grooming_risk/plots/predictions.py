"""What a model says of messages, and what is true of them, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from grooming_risk.labels import HEADS, LEVELS, PATTERNS
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.validation import check_texts


def risk_of(model: Any, texts: Iterable[str]) -> np.ndarray:
    """Return the risk of each message, shape (n_messages,).

    Parameters
    ----------
    model : Scorer or classifier
        What `load_model` returned, or a fitted estimator with ``predict_proba``.
    texts : iterable of str
        Messages.

    Raises
    ------
    TypeError
        `model` is neither, or `texts` are no messages.
    """
    messages = check_texts(texts)
    if isinstance(model, Scorer):
        return np.array([score.risk for score in model.score_many(messages)])
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(messages))[:, 1]
    raise TypeError(f"expected a loaded model or a fitted classifier, not {type(model).__name__}")


def patterns_of(model: Any, texts: Iterable[str]) -> np.ndarray:
    """Return the probability of each pattern, shape (n_messages, 11).

    Raises
    ------
    TypeError
        `model` knows no patterns.
    """
    messages = check_texts(texts)
    if isinstance(model, Scorer):
        heads = np.array([list(model.probabilities(text).values()) for text in messages]).reshape(-1, len(HEADS))
    elif hasattr(model, "predict_heads") and len(model.heads_) == len(HEADS):
        heads = model.predict_heads(messages)
    else:
        raise TypeError("expected a loaded model, or a GroomingRiskClassifier that was fitted with labels")
    return heads[:, [HEADS.index(name) for name in PATTERNS]]


def levels_of(model: Any) -> dict[str, float]:
    """Return the risk from which a message is low, medium, high; nothing for a classifier, which has no levels."""
    return {name: model.thresholds["levels"][name] for name in LEVELS[1:]} if isinstance(model, Scorer) else {}


def pattern_thresholds_of(model: Any) -> dict[str, float]:
    """Return the probability from which each pattern counts as found; one half for a classifier."""
    return dict(model.thresholds["patterns"]) if isinstance(model, Scorer) else dict.fromkeys(PATTERNS, 0.5)


def checked(y_true: Any, y_score: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return what is true as bool, and what was said as float, of one length.

    Raises
    ------
    ValueError
        Lengths differ, nothing was given, `y_true` is not made of 0 and 1, or a score is outside [0, 1] or no number.
    """
    truth, score = np.asarray(y_true), np.asarray(y_score, dtype=float)
    check_lengths(y_true=truth, y_score=score)
    if not np.isin(truth, (0, 1)).all():
        raise ValueError("y_true must hold 0 and 1 (or False and True) alone")
    if not ((score >= 0) & (score <= 1)).all():
        raise ValueError("y_score must hold probabilities between 0 and 1")
    return truth.astype(bool), score


def check_lengths(**columns: Any) -> None:
    """Raise ValueError unless all columns have the same length, above 0; the message names them."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"lengths differ: {', '.join(f'{name} has {n}' for name, n in lengths.items())}")
    if not all(lengths.values()):
        raise ValueError(f"{', '.join(lengths)}: nothing was given")


def check_both(truth: np.ndarray) -> None:
    """Raise ValueError unless there are risky and harmless messages."""
    if truth.all() or not truth.any():
        raise ValueError("y_true must hold both risky and harmless messages")


def checked_levels(levels: Mapping[str, float] | None) -> dict[str, float]:
    """Return the levels as plain numbers.

    Raises
    ------
    ValueError
        A threshold is outside [0, 1].
    """
    numbers = {str(name): float(threshold) for name, threshold in (levels or {}).items()}
    if not all(0 <= threshold <= 1 for threshold in numbers.values()):
        raise ValueError("levels must be probabilities between 0 and 1")
    return numbers
