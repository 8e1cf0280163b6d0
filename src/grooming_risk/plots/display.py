"""What every display can: hold arrays, and draw them when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from grooming_risk.plots.axes import open_axes
from grooming_risk.plots.operating_points import OperatingPoint, level_points
from grooming_risk.plots.predictions import check_both, checked, checked_levels, levels_of, risk_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure


class Display:
    """Arrays that can be drawn.

    Attributes
    ----------
    height : float
        Inches that a figure of its own is high.
    ax_ : matplotlib Axes
        What was drawn on; there after `plot`.
    figure_ : matplotlib Figure
        What it belongs to; there after `plot`.
    """

    height: float
    ax_: Axes
    figure_: Figure | SubFigure

    def plot(self, ax: Axes | None = None) -> Self:
        """Draw it.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            What to draw on; None makes a new figure.

        Returns
        -------
        Display
            Itself, with `ax_` and `figure_`.

        Raises
        ------
        MissingExtraError
            matplotlib is absent.
        """
        return self._drawn(ax, self._draw)

    def _drawn(self, ax: Axes | None, draw: Callable[[Axes], None]) -> Self:
        self.ax_ = open_axes(ax, self.height)
        self.figure_ = self.ax_.figure
        draw(self.ax_)
        return self

    def _draw(self, ax: Axes) -> None:
        raise NotImplementedError


class LevelDisplay(Display):
    """A display of the risk over every threshold, on which levels are marked."""

    @classmethod
    def from_predictions(cls, y_true: Any, y_score: Any, *, levels: Mapping[str, float] | None = None) -> Self:
        """Compute it from what is true and what a model said.

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
            Lengths differ, a value is out of range, or one of the two kinds is absent.
        """
        truth, score = checked(y_true, y_score)
        check_both(truth)
        return cls._measured(truth, score, level_points(checked_levels(levels), truth, score))

    @classmethod
    def from_estimator(
        cls, estimator: Any, texts: Iterable[str], y_true: Any, *, levels: Mapping[str, float] | None = None
    ) -> Self:
        """Compute it of a model on messages.

        Parameters
        ----------
        estimator : Scorer or GroomingRiskClassifier
            What `load_model` returned, or a fitted classifier.
        texts : iterable of str
            Messages.
        y_true : array of shape (n_messages,)
            1 for a risky message, 0 for a harmless one.
        levels : mapping of str to float, optional
            Thresholds to mark, by name; None takes the model's levels, where it has any.

        Raises
        ------
        TypeError
            `estimator` is no model, or `texts` are no messages.
        ValueError
            See `from_predictions`.
        """
        chosen = levels_of(estimator) if levels is None else levels
        return cls.from_predictions(y_true, risk_of(estimator, texts), levels=chosen)

    @classmethod
    def _measured(cls, truth: np.ndarray, score: np.ndarray, levels: tuple[OperatingPoint, ...]) -> Self:
        raise NotImplementedError
