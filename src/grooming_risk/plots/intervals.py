"""Confidence intervals of shares."""

import numpy as np

from grooming_risk.metrics.classification import share_interval


def wilson_intervals(shares: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of 95% intervals of shares (Wilson, 1927); [0, 1] where the count is 0.

    Examples
    --------
    >>> low, high = wilson_intervals(np.array([0.0, 0.5]), np.array([100, 10]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.0, 0.24], [0.04, 0.76])
    """
    pairs = zip(shares.tolist(), counts.tolist(), strict=True)
    bounds = [share_interval(share, count) if count else (0.0, 1.0) for share, count in pairs]
    low, high = np.array(bounds).reshape(-1, 2).T
    return low, high


def error_bars(shares: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return how far intervals reach below and above their shares, never less than 0, as matplotlib takes it."""
    return np.vstack([shares - low, high - shares]).clip(min=0)
