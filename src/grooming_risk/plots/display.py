"""Base classes of the displays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from grooming_risk.errors import missing_extra
from grooming_risk.plots.axes import WIDTH
from grooming_risk.plots.operating_points import OperatingPoint, level_points
from grooming_risk.plots.predictions import checked, levels_of, risk_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure


class Display:
    """Arrays that can be drawn; `plot` sets `ax_` and `figure_`."""

    height: float  # inches of a new figure
    ax_: Axes
    figure_: Figure | SubFigure

    def plot(self, ax: Axes | None = None) -> Self:
        """Draw on the axes, or on a new figure, and return the display; MissingExtraError without matplotlib."""
        return self._drawn(ax)

    def _drawn(self, ax: Axes | None, **options: Any) -> Self:
        if ax is None:
            try:
                from matplotlib import pyplot
            except ModuleNotFoundError as error:
                raise missing_extra(error) or error from None
            _, ax = pyplot.subplots(figsize=(WIDTH, self.height), layout="constrained")
        self.ax_ = ax
        self.figure_ = ax.figure
        self._draw(ax, **options)
        return self

    def _draw(self, ax: Axes) -> None:
        raise NotImplementedError


class LevelDisplay(Display):
    """Display of the risk over all thresholds, with marked levels."""

    @classmethod
    def from_predictions(cls, y_true: Any, y_score: Any, *, levels: Mapping[str, float] | None = None) -> Self:
        """Compute the display from labels and scores.

        Parameters
        ----------
        y_true : array of shape (n_messages,)
            1 for a risky message, 0 for a harmless one.
        y_score : array of shape (n_messages,)
            Risk of each, 0 to 1.
        levels : mapping of str to float, optional
            Thresholds to mark, by name.

        Raises
        ------
        ValueError
            Lengths differ, a value is out of range, or all messages are of one kind.
        """
        truth, score = checked(y_true, y_score)
        if truth.all() or not truth.any():
            raise ValueError("y_true must hold both risky and harmless messages")
        return cls._measured(truth, score, level_points(levels or {}, truth, score))

    @classmethod
    def from_estimator(
        cls, estimator: Any, texts: Iterable[str], y_true: Any, *, levels: Mapping[str, float] | None = None
    ) -> Self:
        """Compute the display from a model and messages.

        Parameters
        ----------
        estimator : Scorer or GroomingRiskClassifier
            A loaded model, or a fitted classifier; others are a TypeError.
        texts : iterable of str
            Messages.
        y_true : array of shape (n_messages,)
            See `from_predictions`.
        levels : mapping of str to float, optional
            Thresholds to mark, by name; None takes the model's levels, if any.
        """
        chosen = levels_of(estimator) if levels is None else levels
        return cls.from_predictions(y_true, risk_of(estimator, texts), levels=chosen)

    @classmethod
    def _measured(cls, truth: np.ndarray, score: np.ndarray, levels: tuple[OperatingPoint, ...]) -> Self:
        raise NotImplementedError
