"""Whether a risk of 0.7 means seven in ten: reliability bins, and how far they are off on average."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from grooming_risk.metrics.classification import mean_of


class Bin(NamedTuple):
    """Messages whose risk lies in one stretch of [0, 1].

    Attributes
    ----------
    low, high : float
        The stretch: from `low` to below `high`; the last holds 1 as well.
    n : int
        Messages in it.
    mean_risk : float or None
        Mean of what the model says of them; None where there is none.
    share : float or None
        Share of them that is true.
    """

    low: float
    high: float
    n: int
    mean_risk: float | None
    share: float | None


def reliability_bins(truth: np.ndarray, risk: np.ndarray, count: int = 10) -> list[Bin]:
    """Compare risks with what is true, in bins of equal width (DeGroot and Fienberg, 1983).

    Parameters
    ----------
    truth : ndarray of bool, shape (n_messages,)
        What is true.
    risk : ndarray, shape (n_messages,)
        Probabilities in [0, 1].
    count : int, default=10
        How many bins.

    Returns
    -------
    list of Bin
        From the lowest risk up, empty ones as well.

    Examples
    --------
    >>> reliability_bins(np.array([False, True]), np.array([0.2, 0.6]), count=2)[1]
    Bin(low=0.5, high=1.0, n=1, mean_risk=0.6, share=1.0)
    """
    number = np.minimum((risk * count).astype(int), count - 1)
    members = [number == i for i in range(count)]
    return [
        Bin(i / count, (i + 1) / count, int(chosen.sum()), _mean_within(risk[chosen]), mean_of(truth[chosen]))
        for i, chosen in enumerate(members)
    ]


def expected_calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return how far the bins are off, each weighed by its messages (Naeini, Cooper and Hauskrecht, 2015).

    Parameters
    ----------
    bins : sequence of Bin
        What `reliability_bins` returned.

    Returns
    -------
    float in [0, 1] or None
        0 is calibrated; None without a message.

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
    """Return the mean; rounding may not take it out of the values' range."""
    return float(np.clip(values.mean(), values.min(), values.max())) if len(values) else None
