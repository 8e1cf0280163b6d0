"""Precision, recall, F-scores, and recall at a false-alarm rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from grooming_risk.metrics.share_interval import share_interval as share_interval  # as: for other modules too

FALSE_ALARM_RATES: Final = (1e-2, 1e-3, 1e-4)
MIN_ALARMS: Final = 3
"""A false-alarm rate is measured only where the harmless messages would raise this many alarms."""

BETAS: Final = {"f1": 1.0, "f0.5": 0.5, "f2": 2.0}
"""How many times as much recall weighs as precision, by name of the F-score."""


def mean_of(values: Any) -> float | None:
    """Return the mean of numbers, or the share of true ones; None where there are none."""
    return float(np.mean(values)) if len(values) else None


def flag_figures(truth: np.ndarray, flagged: np.ndarray) -> dict[str, float | None]:
    """Return precision, recall and F-scores of flags; both arrays are of bool and of shape (n_messages,).

    ``precision`` is None if nothing is flagged; ``recall`` and the F-scores ``f1``, ``f0.5`` (precision weighs more)
    and ``f2`` (recall weighs more; van Rijsbergen, 1979) are None if nothing should be.

    Examples
    --------
    >>> flag_figures(np.array([True, True, False, False]), np.array([True, False, False, False]))["recall"]
    0.5
    """
    return count_figures(int((truth & flagged).sum()), int(flagged.sum()), int(truth.sum()))


def count_figures(found: int, flags: int, cases: int, betas: Mapping[str, float] = BETAS) -> dict[str, float | None]:
    """Return precision, recall and F-scores from numbers of true positives, flags and cases; see `flag_figures`.

    Examples
    --------
    >>> count_figures(2, 4, 4, {"f3": 3.0})
    {'precision': 0.5, 'recall': 0.5, 'f3': 0.5}
    """
    return {
        "precision": found / flags if flags else None,
        "recall": found / cases if cases else None,
        **{name: (1 + beta**2) * found / (beta**2 * cases + flags) if cases else None for name, beta in betas.items()},
    }


def measurable_rates(harmless: int) -> list[float]:
    """Return the false-alarm rates that a number of harmless messages can measure.

    Examples
    --------
    >>> measurable_rates(3000), measurable_rates(100)
    ([0.01, 0.001], [])
    """
    return [rate for rate in FALSE_ALARM_RATES if harmless * rate >= MIN_ALARMS]


def recall_at_false_alarms(risky: np.ndarray, harmless: np.ndarray, rate: float) -> float | None:
    """Return the share of risky messages above the threshold that at most a share `rate` of harmless ones exceeds.

    The arrays hold risks; None if one is empty.

    Examples
    --------
    >>> recall_at_false_alarms(np.array([0.2, 0.9]), np.linspace(0, 0.5, 300), 0.01)
    0.5
    """
    if not len(risky) or not len(harmless):
        return None
    return float((risky > np.quantile(harmless, 1 - rate, method="higher")).mean())
