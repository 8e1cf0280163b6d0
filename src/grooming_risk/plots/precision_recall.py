"""Precision and recall of the risk."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

from grooming_risk.plots.axes import BLUE, INK, describe, legend_below, level_look, plain
from grooming_risk.plots.display import LevelDisplay
from grooming_risk.plots.operating_points import OperatingPoint, budget_points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHADES: Final = ("#ffffff", "#a4adbb", INK)
"""Colours of the budgets, darker for rarer false alarms."""


@dataclass(eq=False, repr=False)
class PrecisionRecallDisplay(LevelDisplay):
    """Precision over recall of the risk, with budgets of false alarms and the model's levels marked.

    Precision depends on the share of risky messages, which the plot names. In real chat both are far lower.

    Parameters
    ----------
    precision, recall : ndarray of shape (n_thresholds + 1,)
        Output of scikit-learn's ``precision_recall_curve``.
    average_precision : float
        Area under the curve, 0 to 1, higher is better.
    share_risky : float
        Share of risky messages.
    budgets, levels : tuple of OperatingPoint
        Points to mark.

    Examples
    --------
    >>> display = PrecisionRecallDisplay.from_predictions([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9], levels={"high": 0.8})
    >>> round(display.average_precision, 2), display.levels[0].recall
    (0.83, 0.5)
    """

    height = 5.2

    precision: np.ndarray
    recall: np.ndarray
    _: KW_ONLY
    average_precision: float
    share_risky: float
    budgets: tuple[OperatingPoint, ...] = ()
    levels: tuple[OperatingPoint, ...] = ()

    @classmethod
    def _measured(cls, truth: np.ndarray, score: np.ndarray, levels: tuple[OperatingPoint, ...]) -> Self:
        precision, recall, _ = precision_recall_curve(truth, score)
        return cls(
            precision,
            recall,
            average_precision=float(average_precision_score(truth, score)),
            share_risky=float(truth.mean()),
            budgets=budget_points(truth, score),
            levels=levels,
        )

    def _draw(self, ax: Axes) -> None:
        curve = f"all thresholds (average precision {self.average_precision:.2f})"
        ax.plot(self.recall, self.precision, drawstyle="steps-post", color=BLUE, linewidth=1.8, label=curve)
        for point, shade in zip(self.budgets, cycle(_SHADES)):
            self._mark(ax, point, f"false alarms {point.name}", shade, "o")
        for point in self.levels:
            colour, marker, _ = level_look(point.name)
            self._mark(ax, point, f"level {point.name}", colour, marker)
        ax.set(xlim=(0, 1.02), ylim=(0, 1.04))
        describe(
            ax,
            title="How much is found, and how many alerts are right",
            x="recall: share of risky messages found",
            y=f"precision: share of alerts that are right\n(on this mix: {self.share_risky:.0%} risky)",
        )
        legend_below(ax)

    @staticmethod
    def _mark(ax: Axes, point: OperatingPoint, name: str, colour: str, marker: str) -> None:
        if np.isnan(point.precision):
            label = f"{name}: flags nothing here"
        else:
            label = f"{name}: finds {point.recall:.0%}, {point.precision:.0%} of alerts right"
        ax.plot(
            [point.recall], [point.precision], marker, color=colour, markersize=9, markeredgecolor=INK,
            clip_on=False, zorder=3, label=plain(label),
        )  # fmt: skip
