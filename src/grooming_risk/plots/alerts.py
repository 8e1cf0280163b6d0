"""Alerts and recall over the threshold."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from scipy.special import expit, logit

from grooming_risk.evaluation.message_metrics import MILLION
from grooming_risk.plots.axes import BLUE, ORANGE, describe, legend_below, level_look, plain
from grooming_risk.plots.display import LevelDisplay
from grooming_risk.plots.intervals import wilson_intervals
from grooming_risk.plots.operating_points import OperatingPoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_REACH: Final = 9.0  # largest log-odds of a threshold
_STEPS: Final = 361
_TICKS: Final = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)


@dataclass(eq=False, repr=False)
class AlertsDisplay(LevelDisplay):
    """Alerts per million harmless messages, and recall, over the threshold.

    Parameters
    ----------
    thresholds : ndarray of shape (n_thresholds,)
        Risk from which a message is flagged, rising.
    alerts : ndarray of shape (n_thresholds,)
        Alerts per million harmless messages.
    low, high : ndarray of shape (n_thresholds,)
        95% Wilson interval of `alerts`.
    recall : ndarray of shape (n_thresholds,)
        Share of risky messages flagged.
    harmless : int
        Number of harmless messages.
    levels : tuple of OperatingPoint
        Thresholds to mark.

    Attributes
    ----------
    recall_ax_ : matplotlib Axes
        Twin of `ax_` for the recall.

    Examples
    --------
    >>> display = AlertsDisplay.from_predictions([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9], levels={"high": 0.8})
    >>> display.alerts.max(), display.alerts.min(), display.levels[0].false_alarms
    (np.float64(1000000.0), np.float64(0.0), 0.0)
    """

    height = 5.6

    thresholds: np.ndarray
    alerts: np.ndarray
    low: np.ndarray
    high: np.ndarray
    recall: np.ndarray
    _: KW_ONLY
    harmless: int
    levels: tuple[OperatingPoint, ...] = ()

    @classmethod
    def _measured(cls, truth: np.ndarray, score: np.ndarray, levels: tuple[OperatingPoint, ...]) -> Self:
        harmless, risky = np.sort(score[~truth]), np.sort(score[truth])
        thresholds = expit(np.linspace(-_REACH, _REACH, _STEPS))
        flagged = 1 - np.searchsorted(harmless, thresholds) / len(harmless)
        low, high = wilson_intervals(flagged, np.full(_STEPS, len(harmless)))
        return cls(
            thresholds,
            MILLION * flagged,
            MILLION * low,
            MILLION * high,
            1 - np.searchsorted(risky, thresholds) / len(risky),
            harmless=len(harmless),
            levels=levels,
        )

    def _draw(self, ax: Axes) -> None:
        describe(
            ax,
            title="What a threshold costs, and what it finds",
            x="threshold: risk from which a message is flagged",
            y="alerts per million harmless messages",
        )
        self._draw_alerts(ax)
        self._draw_levels(ax)
        twin = self.recall_ax_ = ax.twinx()
        found = twin.plot(
            logit(self.thresholds), self.recall, color=BLUE, linestyle="--", linewidth=1.8,
            label="risky messages found (right side)",
        )  # fmt: skip
        twin.set(ylim=(0, 1.02), ylabel="share of risky messages found")
        twin.spines["top"].set_visible(False)
        twin.yaxis.label.set_color(BLUE)
        legend_below(ax, handles=[*found, *ax.get_legend_handles_labels()[0]])

    def _draw_alerts(self, ax: Axes) -> None:
        floor = 0.5 * MILLION / self.harmless  # half an alert
        x, shown = logit(self.thresholds), self.alerts > 0
        ax.fill_between(
            x, np.maximum(self.low, floor), self.high, step="post", color=ORANGE, alpha=0.18, linewidth=0,
            label=f"95% interval ({self.harmless:,} harmless messages)",
        )  # fmt: skip
        ax.plot(
            x[shown], self.alerts[shown], color=ORANGE, linewidth=1.8, drawstyle="steps-post",
            label="alerts (left side)",
        )  # fmt: skip
        ax.set_yscale("log")
        ax.set_ylim(floor, 1.2 * MILLION)
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        ax.yaxis.label.set_color(ORANGE)
        ax.set_xticks(logit(_TICKS), [f"{tick:g}" for tick in _TICKS])
        ax.set_xlim(-_REACH, _REACH)

    def _draw_levels(self, ax: Axes) -> None:
        for point in self.levels:
            colour, _, line = level_look(point.name)
            alerts = f"{MILLION * point.false_alarms:,.0f} alerts a million" if point.false_alarms else "no alert here"
            label = plain(f"{point.name} from {point.threshold:.3f}: {alerts}, {point.recall:.0%} found")
            ax.axvline(logit(np.clip(point.threshold, 1e-4, 1 - 1e-4)), color=colour, linestyle=line, label=label)
