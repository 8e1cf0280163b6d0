"""Scores of a model, and checks of labels and scores."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from grooming_risk.labels import HEADS, LEVELS, PATTERNS
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.validation import check_texts


def risk_of(model: Any, texts: Iterable[str]) -> np.ndarray:
    """Return the risk of each message; anything but a loaded model or a classifier is a TypeError."""
    messages = check_texts(texts)
    if isinstance(model, Scorer):
        return np.array([score.risk for score in model.score_many(messages)])
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(messages))[:, 1]
    raise TypeError(f"expected a loaded model or a fitted classifier, not {type(model).__name__}")


def patterns_of(model: Any, texts: Iterable[str]) -> np.ndarray:
    """Return probabilities of shape (n_messages, n_patterns); a model without patterns is a TypeError."""
    messages = check_texts(texts)
    if isinstance(model, Scorer):
        heads = np.array([list(model.probabilities(text).values()) for text in messages]).reshape(-1, len(HEADS))
    elif hasattr(model, "predict_heads") and len(model.heads_) == len(HEADS):
        heads = model.predict_heads(messages)
    else:
        raise TypeError("expected a loaded model, or a GroomingRiskClassifier that was fitted with labels")
    return heads[:, [HEADS.index(name) for name in PATTERNS]]


def levels_of(model: Any) -> dict[str, float]:
    """Return the thresholds of low, medium and high; {} for a classifier."""
    return {name: model.thresholds["levels"][name] for name in LEVELS[1:]} if isinstance(model, Scorer) else {}


def checked(y_true: Any, y_score: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return labels as bool and scores as float; wrong lengths or values are a ValueError."""
    truth, score = np.asarray(y_true), np.asarray(y_score, dtype=float)
    check_lengths(y_true=truth, y_score=score)
    if not np.isin(truth, (0, 1)).all():
        raise ValueError("y_true must hold 0 and 1 (or False and True) only")
    if not ((score >= 0) & (score <= 1)).all():
        raise ValueError("y_score must hold probabilities between 0 and 1")
    return truth.astype(bool), score


def check_lengths(**columns: Any) -> None:
    """Raise ValueError unless all columns have one length above 0."""
    if odd := [name for name, column in columns.items() if np.ndim(column) == 0]:
        raise ValueError(f"{', '.join(odd)} must have a value for each message")
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"lengths differ: {', '.join(f'{name} has {n}' for name, n in lengths.items())}")
    if not all(lengths.values()):
        raise ValueError(f"{', '.join(lengths)}: nothing was given")
