"""Calibration: reliability bins of the risk, and their mean error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from grooming_risk.metrics.classification import mean_of


class Bin(NamedTuple):
    """Messages with a risk from `low` to below `high`; the last bin holds 1 as well. An empty bin has None."""

    low: float
    high: float
    n: int
    mean_risk: float | None
    share: float | None  # of true messages


def reliability_bins(truth: np.ndarray, risk: np.ndarray, count: int = 10) -> list[Bin]:
    """Return `count` bins of equal width, from the lowest risk up (DeGroot and Fienberg, 1983).

    `truth` is of bool and `risk` of probabilities, both of shape (n_messages,).

    Examples
    --------
    >>> reliability_bins(np.array([False, True]), np.array([0.2, 0.6]), count=2)[1]
    Bin(low=0.5, high=1.0, n=1, mean_risk=0.6, share=1.0)
    """
    number = np.minimum((risk * count).astype(int), count - 1)
    return [
        Bin(i / count, (i + 1) / count, int(chosen.sum()), _mean_within(risk[chosen]), mean_of(truth[chosen]))
        for i in range(count)
        for chosen in [number == i]
    ]


def expected_calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the mean error of the bins, weighted by messages (Naeini, Cooper and Hauskrecht, 2015); None without one.

    Examples
    --------
    >>> round(expected_calibration_error(reliability_bins(np.array([False, True]), np.array([0.2, 0.6]))), 2)
    0.3
    """
    total = sum(one.n for one in bins)
    off = [
        one.n * abs(one.mean_risk - one.share) for one in bins if one.mean_risk is not None and one.share is not None
    ]
    return float(sum(off) / total) if total else None


def _mean_within(values: np.ndarray) -> float | None:
    """Return the mean, within the range of the values despite rounding."""
    return float(np.clip(values.mean(), values.min(), values.max())) if len(values) else None
