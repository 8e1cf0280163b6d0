"""Recall in slices of the messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from grooming_risk.io.tables import as_pandas
from grooming_risk.metrics.slices import slice_figures
from grooming_risk.plots.axes import BLUE, INK, SMALL, describe, legend_below, plain
from grooming_risk.plots.display import Display
from grooming_risk.plots.intervals import error_bars, wilson_intervals
from grooming_risk.plots.predictions import check_lengths, checked, levels_of, risk_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW: Final = 0.24  # inches per row
_LONGEST: Final = 28  # characters shown of a value


@dataclass(eq=False, repr=False)
class SlicesDisplay(Display):
    """Recall of the risk in slices of the messages, such as registers or lengths.

    Parameters
    ----------
    columns, values : sequence of str, one for each slice
        Column and value that define the slice.
    recall : ndarray of shape (n_slices,)
        Share of the slice's risky messages that are flagged; nan if there are none.
    low, high : ndarray of shape (n_slices,)
        95% Wilson interval of `recall`.
    counts : ndarray of int, shape (n_slices,)
        Risky messages in each slice.
    overall : float
        Recall over all messages.
    threshold : float or None
        Risk from which a message is flagged, if known.
    of : str, default="messages"
        Kind of the rows, such as ``"conversations"``.

    Examples
    --------
    >>> display = SlicesDisplay.from_predictions([1, 1, 1, 0], [0.9, 0.2, 0.8, 0.1], {"app": ["x", "x", "y", "y"]})
    >>> list(zip(display.values, display.recall.tolist(), display.counts.tolist()))
    [('x', 0.5, 2), ('y', 1.0, 1)]
    """

    columns: Sequence[str]
    values: Sequence[str]
    recall: np.ndarray
    low: np.ndarray
    high: np.ndarray
    counts: np.ndarray
    _: KW_ONLY
    overall: float
    threshold: float | None = None
    of: str = "messages"

    def __post_init__(self) -> None:
        self.height = 1.6 + _ROW * (len(self.values) + len(set(self.columns)))

    @classmethod
    def from_predictions(
        cls, y_true: Any, y_score: Any, slices: Mapping[str, Any], *, threshold: float = 0.5, of: str = "messages"
    ) -> SlicesDisplay:
        """Compute the recall of each slice from labels and scores.

        Parameters
        ----------
        y_true : array of shape (n_messages,)
            1 for a risky message, 0 for a harmless one.
        y_score : array of shape (n_messages,)
            Risk of each, 0 to 1.
        slices : mapping of str to array of shape (n_messages,), or table
            Values of each column, which define the slices.
        threshold : float, default=0.5
            Risk from which a message is flagged.
        of : str, default="messages"
            Kind of the rows, such as ``"conversations"``.

        Raises
        ------
        ValueError
            Lengths differ, a value is out of range, no column is given, or no message is risky.
        """
        columns = slices if isinstance(slices, Mapping) else as_pandas(slices)
        named = {str(name): np.asarray(column, dtype=object) for name, column in columns.items()}
        truth, score = checked(y_true, y_score)
        check_lengths(y_true=truth, **{f"slices[{name!r}]": column for name, column in named.items()})
        if not named or not truth.any():
            raise ValueError("slices: give at least one column, and at least one risky message")
        flagged = score >= threshold
        found = {name: slice_figures(column, truth, score, flagged) for name, column in named.items()}
        rows = [(name, value, one) for name, parts in found.items() for value, one in parts.items()]
        names, values, figures = zip(*rows, strict=True)
        recall = np.array([one["recall"] for one in figures], dtype=float)
        counts = np.array([one["grooming"] for one in figures])
        low, high = wilson_intervals(recall, counts)
        overall = float(flagged[truth].mean())
        return cls(names, values, recall, low, high, counts, overall=overall, threshold=threshold, of=of)

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        texts: Iterable[str],
        y_true: Any,
        slices: Mapping[str, Any],
        *,
        threshold: float | None = None,
    ) -> SlicesDisplay:
        """Compute the recall of each slice from a model and messages.

        Parameters
        ----------
        estimator : Scorer or GroomingRiskClassifier
            A loaded model, or a fitted classifier; others are a TypeError.
        texts : iterable of str
            Messages.
        y_true, slices
            See `from_predictions`.
        threshold : float, optional
            Risk from which a message is flagged; None takes the model's level medium, or one half for a classifier.
        """
        mark = levels_of(estimator).get("medium", 0.5) if threshold is None else threshold
        return cls.from_predictions(y_true, risk_of(estimator, texts), slices, threshold=mark)

    def _draw(self, ax: Axes) -> None:
        heights, headings = self._rows()
        ax.axvline(self.overall, color=INK, linestyle="--", linewidth=1, label=f"all: {self.overall:.0%}")
        some = self.counts > 0
        x, y = self.recall[some], heights[some]
        arms = error_bars(x, self.low[some], self.high[some])
        ax.errorbar(
            x, y, xerr=arms, fmt="o", color=BLUE, markersize=6, capsize=2.5, linewidth=1.4,
            label="recall, with 95% interval",
        )  # fmt: skip
        self._name_rows(ax, heights, headings)
        ax.set(xlim=(0, 1.1), ylim=(heights.max() + 0.7, -0.7), xticks=np.linspace(0, 1, 6))
        from_risk = "" if self.threshold is None else f" (flagged from risk {self.threshold:.2f})"
        describe(
            ax,
            title=f"Are some {self.of} found less often than others?",
            x=f"share of risky {self.of} found{from_risk}",
            y="",
        )
        legend_below(ax, columns=2)

    def _name_rows(self, ax: Axes, heights: np.ndarray, headings: list[tuple[float, str]]) -> None:
        for height, words in [(heights[0] - 1, "n"), *zip(heights, map("{:,}".format, self.counts), strict=True)]:
            ax.annotate(words, (1.09, height), ha="right", va="center", fontsize=SMALL, annotation_clip=False)
        rows = sorted([*zip(heights, map(_label, self.values), strict=True), *headings])
        ax.set_yticks([height for height, _ in rows], [label for _, label in rows], fontsize=SMALL)
        for height, _ in headings:
            ax.get_yticklabels()[int(height)].set_fontweight("bold")
        ax.tick_params(axis="y", length=0)

    def _rows(self) -> tuple[np.ndarray, list[tuple[float, str]]]:
        """Return the height of each slice, and height and text of each column's heading."""
        begins = [number == 0 or name != self.columns[number - 1] for number, name in enumerate(self.columns)]
        heights = np.arange(len(begins)) + np.cumsum(begins, dtype=float)
        rows = zip(heights.tolist(), self.columns, begins, strict=True)
        return heights, [(height - 1, _label(name)) for height, name, begin in rows if begin]


def _label(value: str) -> str:
    """Return the label of a value, cut to leave room for the plot."""
    return plain(value.replace("_", " ") if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
