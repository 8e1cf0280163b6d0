"""Figures of flags and of false alarms, from arrays: precision, recall, F-scores, recall at a rate of false alarms."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any, Final

import numpy as np
from scipy.special import ndtri

from grooming_risk.metrics.bootstrap import CONFIDENCE

FALSE_ALARM_RATES: Final = (1e-2, 1e-3, 1e-4)
MIN_ALARMS: Final = 3
"""A false-alarm rate is measured only where the harmless messages would raise this many alarms."""

BETAS: Final = {"f1": 1.0, "f0.5": 0.5, "f2": 2.0}
"""How many times as much recall weighs as precision, by name of the F-score."""


def mean_of(values: Any) -> float | None:
    """Return the mean of numbers, or the share of true ones; None where there are none."""
    return float(np.mean(values)) if len(values) else None


def flag_figures(truth: np.ndarray, flagged: np.ndarray) -> dict[str, float | None]:
    """Return what flags are worth.

    Parameters
    ----------
    truth : ndarray of bool, shape (n_messages,)
        Which messages should be flagged.
    flagged : ndarray of bool, shape (n_messages,)
        Which messages are.

    Returns
    -------
    dict of str to float in [0, 1] or None
        ``precision`` (None where nothing is flagged), ``recall`` and the F-scores ``f1``, ``f0.5`` (precision weighs
        more) and ``f2`` (recall weighs more; van Rijsbergen, 1979), None where nothing should be flagged.

    Examples
    --------
    >>> flag_figures(np.array([True, True, False, False]), np.array([True, False, False, False]))["recall"]
    0.5
    """
    return count_figures(int((truth & flagged).sum()), int(flagged.sum()), int(truth.sum()))


def count_figures(found: int, flags: int, cases: int, betas: Mapping[str, float] = BETAS) -> dict[str, float | None]:
    """Return precision, recall and F-scores of cases that were found, flagged, and there; see `flag_figures`.

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
    """Return the false-alarm rates that so many harmless messages can show.

    Examples
    --------
    >>> measurable_rates(3000), measurable_rates(100)
    ([0.01, 0.001], [])
    """
    return [rate for rate in FALSE_ALARM_RATES if harmless * rate >= MIN_ALARMS]


def recall_at_false_alarms(risky: np.ndarray, harmless: np.ndarray, rate: float) -> float | None:
    """Return the share of risky messages above the threshold that lets a share of the harmless ones through.

    Parameters
    ----------
    risky, harmless : ndarray of float
        Risks of the messages to find, and of those to leave alone.
    rate : float in (0, 1)
        Share of the harmless messages that may lie above the threshold.

    Returns
    -------
    float in [0, 1] or None
        None where either is empty.

    Examples
    --------
    >>> recall_at_false_alarms(np.array([0.2, 0.9]), np.linspace(0, 0.5, 300), 0.01)
    0.5
    """
    if not len(risky) or not len(harmless):
        return None
    return float((risky > np.quantile(harmless, 1 - rate, method="higher")).mean())


def share_interval(share: float, cases: int) -> tuple[float, float]:
    """Return the 95% interval of a share that was counted (Wilson, 1927): it holds for rare events, and for none.

    Parameters
    ----------
    share : float in [0, 1]
        What was counted.
    cases : int, at least 1
        Independent cases it was counted on: fewer than messages, where variants of a line share a group. The share of
        these need not be a whole number of them, which SciPy's ``binomtest`` asks for.

    Returns
    -------
    low, high : float
        Within [0, 1].

    Examples
    --------
    >>> low, high = share_interval(0.0, 1000)           # no alarm in a thousand messages: up to four are possible
    >>> round(low, 4), round(high, 4)
    (0.0, 0.0038)
    """
    z = float(ndtri(0.5 + 0.5 * CONFIDENCE))
    total = 2 * (cases + z**2)
    centre = (2 * cases * share + z**2) / total
    reach = z / total * sqrt(4 * cases * share * (1 - share) + z**2)
    return max(centre - reach, 0.0), min(centre + reach, 1.0)
