"""What a threshold brings: how much is found, how many alerts are right, how many harmless messages are flagged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from grooming_risk.metrics.classification import measurable_rates


class OperatingPoint(NamedTuple):
    """A threshold and what it brings on some messages.

    Attributes
    ----------
    name : str
        A level, or a rate of false alarms as "1 in 1,000".
    threshold : float
        Messages with this risk or more are flagged.
    recall : float
        Share of the risky messages that are flagged.
    precision : float
        Share of the flagged messages that are risky; nan where none is flagged.
    false_alarms : float
        Share of the harmless messages that are flagged.
    """

    name: str
    threshold: float
    recall: float
    precision: float
    false_alarms: float


def operating_point(name: str, threshold: float, truth: np.ndarray, score: np.ndarray) -> OperatingPoint:
    """Return what a threshold brings; both kinds of messages must be there."""
    flagged = score >= threshold
    precision = float(truth[flagged].mean()) if flagged.any() else float("nan")
    return OperatingPoint(
        name, float(threshold), float(flagged[truth].mean()), precision, float(flagged[~truth].mean())
    )


def level_points(levels: Mapping[str, float], truth: np.ndarray, score: np.ndarray) -> tuple[OperatingPoint, ...]:
    """Return what each level brings."""
    return tuple(operating_point(name, threshold, truth, score) for name, threshold in levels.items())


def budget_points(truth: np.ndarray, score: np.ndarray) -> tuple[OperatingPoint, ...]:
    """Return what the lowest threshold within each rate of false alarms brings, where the rate can be measured."""
    harmless = score[~truth]
    return tuple(
        operating_point(f"1 in {round(1 / rate):,}", _just_above(harmless, rate), truth, score)
        for rate in measurable_rates(len(harmless))
    )


def _just_above(harmless: np.ndarray, rate: float) -> float:
    return float(np.nextafter(np.quantile(harmless, 1 - rate, method="higher"), np.inf))
