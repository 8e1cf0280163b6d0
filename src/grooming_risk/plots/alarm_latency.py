"""Alarm latency: how early conversations are alarmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from grooming_risk.evaluation.replay import ALARM_LEVELS, COLUMNS, play
from grooming_risk.io.tables import as_pandas
from grooming_risk.plots.axes import INK, describe, legend_below, level_look, plain
from grooming_risk.plots.display import Display
from grooming_risk.plots.predictions import check_lengths
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from narwhals.typing import IntoDataFrame

_AXES: Final = {"message": "messages since the start of the conversation", "share": "share of the conversation passed"}


@dataclass(eq=False, repr=False)
class AlarmLatencyDisplay(Display):
    """Share of grooming conversations alarmed, over their course.

    Parameters
    ----------
    alarms : mapping of str to ndarray of float, shape (n_conversations,)
        By level: index of the message that raised the alarm; nan without an alarm.
    lengths : ndarray of int, shape (n_conversations,)
        Messages of each conversation.
    first_overt : ndarray of float, shape (n_conversations,), or None
        Index of the first overt ask (picture, meeting, threat); nan without one.

    Examples
    --------
    >>> display = AlarmLatencyDisplay.from_predictions({"high": [4, None]}, [10, 20], [6, 8])
    >>> x, share = display.curve(display.alarms["high"], by="message")
    >>> share[3], share[4], share[5]              # the fifth message alarms one of two
    (np.float64(0.0), np.float64(0.0), np.float64(0.5))
    >>> display.before_first_overt("high")
    0.5
    """

    height = 4.6

    alarms: Mapping[str, np.ndarray]
    lengths: np.ndarray
    first_overt: np.ndarray | None = None

    @classmethod
    def from_predictions(
        cls,
        alarms: Mapping[str, Sequence[float | None]],
        lengths: Sequence[int],
        first_overt: Sequence[float | None] | None = None,
    ) -> AlarmLatencyDisplay:
        """Check indices and lengths, and return their display. None and nan both stand for no alarm and no ask.

        Raises
        ------
        ValueError
            Lengths differ, `alarms` is empty, or an index is outside its conversation.
        """
        sizes = np.asarray(lengths, dtype=int)
        if not alarms:
            raise ValueError("alarms: give at least one level")
        columns = {str(level): _indices(level, values, sizes) for level, values in alarms.items()}
        return cls(columns, sizes, None if first_overt is None else _indices("first_overt", first_overt, sizes))

    @classmethod
    def from_estimator(cls, estimator: Scorer, conversations: IntoDataFrame) -> AlarmLatencyDisplay:
        """Replay grooming conversations on a model.

        Parameters
        ----------
        estimator : Scorer
            A loaded model; others are a TypeError, because a classifier scores only single messages.
        conversations : pandas.DataFrame, polars.DataFrame or pyarrow.Table
            In the form of `load_conversations`; only kind grooming is used, and none of it is a ValueError.
        """
        if not isinstance(estimator, Scorer):
            raise TypeError(f"expected a loaded model, not {type(estimator).__name__}: load one with load_model")
        chats = as_pandas(conversations, COLUMNS, "; load_conversations shows its form")
        grooming = chats[chats["kind"] == "grooming"]
        if grooming.empty:
            raise ValueError("there is no grooming conversation")
        played = [play(messages, estimator) for _, messages in grooming.groupby("conversation", sort=False)]
        return cls.from_predictions(
            {level: [one[f"alarm_{level}"] for one in played] for level in ALARM_LEVELS},
            [one["length"] for one in played],
            [one["first_overt_ask"] for one in played],
        )

    def curve(self, moments: np.ndarray, *, by: str = "message") -> tuple[np.ndarray, np.ndarray]:
        """Return the cumulative share of conversations with an event, over their course.

        Parameters
        ----------
        moments : ndarray of shape (n_conversations,)
            Index of the message of the event; nan without one.
        by : {"message", "share"}, default="message"
            Unit of `x`: messages, or shares of the conversation; others are a ValueError.

        Returns
        -------
        x, share : ndarray
            Messages since the start, or percentiles from 0 to 1, and the share with the event so far.
        """
        if by not in _AXES:
            raise ValueError(f"by must be one of {', '.join(_AXES)}, not {by!r}")
        passed = moments + 1 if by == "message" else (moments + 1) / self.lengths
        x = np.arange(self.lengths.max() + 1) if by == "message" else np.linspace(0, 1, 101)
        happened = np.sort(passed[~np.isnan(passed)])
        return x, np.searchsorted(happened, x, side="right") / len(self.lengths)

    def before_first_overt(self, level: str) -> float | None:
        """Return the share of conversations alarmed before their first overt ask; None if there is no overt ask."""
        if self.first_overt is None or np.isnan(self.first_overt).all():
            return None
        asked = ~np.isnan(self.first_overt)
        return float((self.alarms[level][asked] < self.first_overt[asked]).mean())

    def plot(self, ax: Axes | None = None, *, by: str = "message") -> AlarmLatencyDisplay:
        """Draw a curve for each level, and one for the first overt ask, as `Display.plot`; for `by` see `curve`."""
        return self._drawn(ax, by=by)

    def _draw(self, ax: Axes, by: str = "message") -> None:
        if self.first_overt is not None:
            x, share = self.curve(self.first_overt, by=by)
            label = "first overt ask made (picture, meeting, threat)"
            ax.fill_between(x, share, step="post", color=INK, alpha=0.1, linewidth=0)
            ax.step(x, share, where="post", color=INK, linewidth=1, label=label)
        for level, moments in self.alarms.items():
            colour, _, line = level_look(level)
            x, share = self.curve(moments, by=by)
            ax.step(x, share, where="post", color=colour, linestyle=line, linewidth=2, label=self._label(level))
        ax.set(ylim=(0, 1.02), xlim=(0, 1 if by == "share" else self.lengths.max()))
        describe(ax, title="How early conversations are alarmed", x=_AXES[by], y="share of grooming conversations")
        legend_below(ax)

    def _label(self, level: str) -> str:
        found = f"alarm at {level} or above: {1 - np.isnan(self.alarms[level]).mean():.0%}"
        before = self.before_first_overt(level)
        return plain(found if before is None else f"{found} ({before:.0%} before the first overt ask)")


def _indices(name: str, values: Sequence[float | None], lengths: np.ndarray) -> np.ndarray:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    check_lengths(**{name: numbers, "lengths": lengths})
    outside = (numbers < 0) | (numbers >= lengths)
    if outside.any():
        raise ValueError(f"{name}: message {int(numbers[outside][0])} is not in its conversation")
    return numbers
