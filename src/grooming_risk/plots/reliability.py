"""Reliability of the risk: whether 0.7 means seven in ten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import brier_score_loss

from grooming_risk.metrics.calibration import reliability_bins
from grooming_risk.plots.axes import BLUE, INK, SMALL, describe, legend_below
from grooming_risk.plots.display import Display
from grooming_risk.plots.intervals import error_bars, wilson_intervals
from grooming_risk.plots.predictions import checked, risk_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(eq=False, repr=False)
class ReliabilityDisplay(Display):
    """Mean predicted risk against the observed share of risky messages, in equal bins (DeGroot, Fienberg, 1983).

    Parameters
    ----------
    predicted : ndarray of shape (n_bins,)
        Mean risk of each bin; nan if empty.
    observed : ndarray of shape (n_bins,)
        Share of risky messages in each bin; nan if empty.
    low, high : ndarray of shape (n_bins,)
        95% Wilson interval of `observed`.
    counts : ndarray of int, shape (n_bins,)
        Messages in each bin.
    brier : float
        Mean squared error of the risk, 0 to 1, lower is better.

    Examples
    --------
    >>> display = ReliabilityDisplay.from_predictions([0, 0, 1, 1], [0.1, 0.2, 0.7, 0.9], n_bins=2)
    >>> display.predicted.round(2).tolist(), display.observed.tolist(), display.counts.tolist()
    ([0.15, 0.8], [0.0, 1.0], [2, 2])
    """

    height = 4.9

    predicted: np.ndarray
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    counts: np.ndarray
    _: KW_ONLY
    brier: float

    @classmethod
    def from_predictions(cls, y_true: Any, y_score: Any, *, n_bins: int = 10) -> ReliabilityDisplay:
        """Compute the bins from labels and scores.

        Parameters
        ----------
        y_true : array of shape (n_messages,)
            1 for a risky message, 0 for a harmless one.
        y_score : array of shape (n_messages,)
            Risk of each, 0 to 1.
        n_bins : int, default=10
            Bins of equal width over [0, 1].

        Raises
        ------
        ValueError
            Lengths differ, a value is out of range, or `n_bins` is below 1.
        """
        truth, score = checked(y_true, y_score)
        if n_bins < 1:
            raise ValueError(f"n_bins must be at least 1, not {n_bins}")
        bins = reliability_bins(truth, score, n_bins)
        counts = np.array([one.n for one in bins])
        predicted = np.array([one.mean_risk for one in bins], dtype=float)
        observed = np.array([one.share for one in bins], dtype=float)
        low, high = wilson_intervals(observed, counts)
        return cls(predicted, observed, low, high, counts, brier=float(brier_score_loss(truth, score)))

    @classmethod
    def from_estimator(
        cls, estimator: Any, texts: Iterable[str], y_true: Any, *, n_bins: int = 10
    ) -> ReliabilityDisplay:
        """Compute the bins from a model and messages.

        Parameters
        ----------
        estimator : Scorer or GroomingRiskClassifier
            A loaded model, or a fitted classifier.
        texts : iterable of str
            Messages.
        y_true, n_bins
            See `from_predictions`.

        Raises
        ------
        TypeError
            `estimator` is not a model, or `texts` are not messages.
        ValueError
            See `from_predictions`.
        """
        return cls.from_predictions(y_true, risk_of(estimator, texts), n_bins=n_bins)

    def _draw(self, ax: Axes) -> None:
        ax.plot([0, 1], [0, 1], linestyle="--", color=INK, linewidth=1, label="as it should be")
        full = self.counts > 0
        x, y = self.predicted[full], self.observed[full]
        arms = error_bars(y, self.low[full], self.high[full])
        label = f"measured, with 95% interval (Brier score {self.brier:.3f})"
        ax.errorbar(x, y, yerr=arms, fmt="o", color=BLUE, markersize=7, capsize=3, linewidth=1.5, label=label)
        for at, count in zip(x, self.counts[full], strict=True):
            ax.annotate(f"{count:,}", (at, 1.055), ha="center", fontsize=SMALL, color=INK)
        ax.annotate("messages", (-0.04, 1.115), ha="left", fontsize=SMALL, color=INK)
        ax.set(xlim=(-0.05, 1.05), ylim=(-0.02, 1.17), yticks=np.linspace(0, 1, 6), xticks=np.linspace(0, 1, 11))
        share = np.nansum(self.observed * self.counts) / self.counts.sum()
        describe(
            ax,
            title="Does the risk mean what it says?",
            x="predicted risk (mean of the messages in a bin)",
            y=f"share of these messages that is risky\n(on this mix: {share:.0%} of all)",
        )
        legend_below(ax, columns=2)
