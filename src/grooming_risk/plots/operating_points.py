"""Operating points: recall, precision and false-alarm rate at a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from grooming_risk.metrics.classification import measurable_rates


class OperatingPoint(NamedTuple):
    """Metrics at a threshold. The name is a level, or a false-alarm rate as "1 in 1,000"."""

    name: str
    threshold: float
    recall: float
    precision: float  # nan if nothing is flagged
    false_alarms: float  # share of harmless messages flagged


def _operating_point(name: str, threshold: float, truth: np.ndarray, score: np.ndarray) -> OperatingPoint:
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
    return tuple(_operating_point(str(name), threshold, truth, score) for name, threshold in levels.items())


def budget_points(truth: np.ndarray, score: np.ndarray) -> tuple[OperatingPoint, ...]:
    """Return the operating point at the lowest threshold within each measurable false-alarm rate."""
    harmless = score[~truth]
    return tuple(
        _operating_point(f"1 in {round(1 / rate):,}", np.nextafter(highest, np.inf), truth, score)
        for rate in measurable_rates(len(harmless))
        for highest in [np.quantile(harmless, 1 - rate, method="higher")]
    )
