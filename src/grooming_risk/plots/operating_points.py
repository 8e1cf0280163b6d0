"""Operating points: recall, precision and false-alarm rate at a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from grooming_risk.metrics.classification import measurable_rates


class OperatingPoint(NamedTuple):
    """Metrics at a threshold.

    Attributes
    ----------
    name : str
        A level, or a false-alarm rate as "1 in 1,000".
    threshold : float
        Messages with this risk or more are flagged.
    recall : float
        Share of risky messages flagged.
    precision : float
        Share of flagged messages that are risky; nan if none is flagged.
    false_alarms : float
        Share of harmless messages flagged.
    """

    name: str
    threshold: float
    recall: float
    precision: float
    false_alarms: float


def operating_point(name: str, threshold: float, truth: np.ndarray, score: np.ndarray) -> OperatingPoint:
    """Return the metrics at a threshold; there must be risky and harmless messages."""
    flagged = score >= threshold
    precision = float(truth[flagged].mean()) if flagged.any() else float("nan")
    return OperatingPoint(
        name, float(threshold), float(flagged[truth].mean()), precision, float(flagged[~truth].mean())
    )


def level_points(levels: Mapping[str, float], truth: np.ndarray, score: np.ndarray) -> tuple[OperatingPoint, ...]:
    """Return the operating point of each level; thresholds outside [0, 1] are a ValueError."""
    if not all(0 <= float(threshold) <= 1 for threshold in levels.values()):
        raise ValueError("levels must be probabilities between 0 and 1")
    return tuple(operating_point(str(name), threshold, truth, score) for name, threshold in levels.items())


def budget_points(truth: np.ndarray, score: np.ndarray) -> tuple[OperatingPoint, ...]:
    """Return the operating point at the lowest threshold within each measurable false-alarm rate."""
    harmless = score[~truth]
    return tuple(
        operating_point(f"1 in {round(1 / rate):,}", _just_above(harmless, rate), truth, score)
        for rate in measurable_rates(len(harmless))
    )


def _just_above(harmless: np.ndarray, rate: float) -> float:
    return float(np.nextafter(np.quantile(harmless, 1 - rate, method="higher"), np.inf))
