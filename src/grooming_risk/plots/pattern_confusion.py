"""Confusion of patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from grooming_risk.labels import DEFAULT_THRESHOLD, PATTERNS
from grooming_risk.plots.axes import INK, SMALL, describe
from grooming_risk.plots.display import Display
from grooming_risk.plots.predictions import check_lengths, patterns_of
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NONE: Final = "none found"  # the last column


@dataclass(eq=False, repr=False)
class PatternConfusionDisplay(Display):
    """Share of the messages of each pattern in which the model finds each pattern.

    Off the diagonal only patterns count that the message does not carry. A message may carry several patterns, so a row
    need not sum to 1.

    Parameters
    ----------
    shares : ndarray of shape (n_patterns, n_patterns + 1)
        Row: true pattern. Column: found pattern; the last column is none. Shares of the row's messages; nan for an
        empty row.
    counts : ndarray of int, shape (n_patterns,)
        Messages of each row.
    names : sequence of str
        Names of the patterns.

    Examples
    --------
    >>> truth, found = np.zeros((2, len(PATTERNS))), np.zeros((2, len(PATTERNS)))
    >>> truth[:, 0], found[0, 0] = 1, 0.9
    >>> display = PatternConfusionDisplay.from_predictions(truth, found)
    >>> display.shares[0, 0], display.shares[0, -1], display.counts[0]
    (np.float64(0.5), np.float64(0.5), np.int64(2))
    """

    height = 5.6

    shares: np.ndarray
    counts: np.ndarray
    _: KW_ONLY
    names: Sequence[str] = PATTERNS

    @classmethod
    def from_predictions(
        cls, y_true: Any, y_score: Any, *, thresholds: Mapping[str, float] | None = None
    ) -> PatternConfusionDisplay:
        """Compute the shares from labels and scores.

        Parameters
        ----------
        y_true : array of shape (n_messages, n_patterns)
            1 where a message carries a pattern, in the order of `PATTERNS`.
        y_score : array of shape (n_messages, n_patterns)
            Probability of each, 0 to 1.
        thresholds : mapping of str to float, optional
            Threshold of each pattern; None takes one half.

        Raises
        ------
        ValueError
            Shapes differ or have not a column for each pattern, or a pattern has no threshold.
        """
        truth, score = np.asarray(y_true).astype(bool), np.asarray(y_score, dtype=float)
        check_lengths(y_true=truth, y_score=score)
        if truth.shape != (len(truth), len(PATTERNS)) or score.shape != truth.shape:
            raise ValueError(f"y_true and y_score must have {len(PATTERNS)} columns, one for each pattern")
        marks = dict.fromkeys(PATTERNS, DEFAULT_THRESHOLD) if thresholds is None else thresholds
        if absent := [name for name in PATTERNS if name not in marks]:
            raise ValueError(f"no threshold for {', '.join(absent)}")
        found = score >= [marks[name] for name in PATTERNS]
        counts = truth.sum(axis=0)
        right = np.diag((truth & found).sum(axis=0))
        wrong = truth.T.astype(int) @ np.column_stack([found & ~truth, ~found.any(axis=1)])
        wrong[:, :-1] += right
        return cls(wrong / np.where(counts, counts, np.nan)[:, None], counts)

    @classmethod
    def from_estimator(
        cls, estimator: Any, texts: Iterable[str], y_true: Any, *, thresholds: Mapping[str, float] | None = None
    ) -> PatternConfusionDisplay:
        """Compute the shares from a model and messages.

        Parameters
        ----------
        estimator : Scorer or GroomingRiskClassifier
            A loaded model, or a classifier fitted with labels; others are a TypeError.
        texts : iterable of str
            Messages.
        y_true : array of shape (n_messages, n_patterns)
            See `from_predictions`.
        thresholds : mapping of str to float, optional
            Threshold of each pattern; None takes the model's, or one half.
        """
        if thresholds is None and isinstance(estimator, Scorer):
            thresholds = estimator.thresholds["patterns"]
        return cls.from_predictions(y_true, patterns_of(estimator, texts), thresholds=thresholds)

    def _draw(self, ax: Axes) -> None:
        edges = [np.arange(size + 1) - 0.5 for size in self.shares.shape[::-1]]
        cells = np.ma.masked_invalid(self.shares)
        ax.pcolormesh(*edges, cells, cmap="Blues", vmin=0, vmax=1, edgecolors="face", linewidth=0.3)
        ax.invert_yaxis()
        for (row, column), share in np.ndenumerate(self.shares):
            self._write(ax, row, column, share)
        names = [name.replace("_", " ") for name in self.names]
        rows = [f"{name} ({count:,})" for name, count in zip(names, self.counts, strict=True)]
        ax.set_yticks(range(len(rows)), rows, fontsize=SMALL)
        ax.set_xticks(
            range(len(names) + 1), [*names, NONE], rotation=45, ha="right", rotation_mode="anchor", fontsize=SMALL
        )
        ax.axvline(len(names) - 0.5, color=INK, linewidth=1)
        ax.tick_params(length=0)
        describe(
            ax,
            title="Which patterns are found, and what they are taken for",
            x="found by the model (% of the messages of the row)",
            y="pattern of the message (messages)",
            grid=False,
        )
        ax.spines[:].set_visible(False)

    @staticmethod
    def _write(ax: Axes, row: int, column: int, share: float) -> None:
        from matplotlib.patches import Rectangle

        diagonal = row == column
        shown = "–" if np.isnan(share) else f"{100 * share:.0f}" if share else "·"
        ax.text(
            column, row, shown, ha="center", va="center", fontsize=SMALL,
            color="white" if share > 0.55 else INK, fontweight="bold" if diagonal else "normal",
        )  # fmt: skip
        if diagonal:
            ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=1.2))
