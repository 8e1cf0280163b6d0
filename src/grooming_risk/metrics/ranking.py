"""Metrics of a ranking: scikit-learn's numbers without its checks, which would slow a bootstrap."""

from __future__ import annotations

import numpy as np


def average_precision(truth: np.ndarray, probability: np.ndarray) -> float | None:
    """Return the average precision: the mean precision over the thresholds, weighted by the recall that each adds.

    It equals ``sklearn.metrics.average_precision_score``; None if no message of `truth` (bool) is true.

    Examples
    --------
    >>> average_precision(np.array([True, False, True]), np.array([0.9, 0.8, 0.7]))
    0.8333333333333333
    """
    found, flagged = _counts(truth, probability)
    if not len(found) or not found[-1]:
        return None
    return float(np.sum(np.diff(found, prepend=0) * found / flagged) / found[-1])


def roc_auc(truth: np.ndarray, probability: np.ndarray) -> float | None:
    """Return the area under the ROC curve: the chance that a true message ranks above another one; ties count half.

    It equals ``sklearn.metrics.roc_auc_score``; None if all messages of `truth` (bool) are of one kind.

    Examples
    --------
    >>> roc_auc(np.array([True, False, True]), np.array([0.9, 0.8, 0.7]))
    0.5
    """
    found, flagged = _counts(truth, probability)
    false = flagged - found
    if not len(found) or not found[-1] or not false[-1]:
        return None
    heights = (found + np.concatenate([[0], found[:-1]])) / 2
    return float(np.sum(np.diff(false, prepend=0) * heights) / (found[-1] * false[-1]))


def _counts(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return numbers of true messages and of all messages at or above each distinct probability, highest first."""
    order = np.argsort(-probability, kind="stable")
    last = np.flatnonzero(np.append(np.diff(probability[order]) != 0, True)) if len(order) else order
    return np.cumsum(truth[order])[last], last + 1
