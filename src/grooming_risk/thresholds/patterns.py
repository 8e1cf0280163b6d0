"""Thresholds of a pattern for high precision and for high recall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from sklearn.metrics import precision_recall_curve

from grooming_risk.metrics.nested import rounded

WANTED: Final = 0.9
"""Target of the precision, or of the recall."""

_SUPPORT: Final = 20  # messages with the pattern; with fewer above a threshold its precision is too uncertain


class OperatingPoint(NamedTuple):
    """A threshold with its precision and recall on the messages that set it.

    Attributes
    ----------
    threshold : float in (0, 1]
        Probability from which a pattern counts as found.
    precision : float in [0, 1]
        Share of the messages found that have the pattern; it depends on the mix of messages.
    recall : float in [0, 1]
        Share of the messages with the pattern that are found.
    as_wanted : bool
        Whether the target was reached; else this is the nearest point.
    """

    threshold: float
    precision: float
    recall: float
    as_wanted: bool

    def metrics(self) -> dict[str, Any]:
        """Return the rounded metrics, as stored and printed."""
        return {"precision": rounded(self.precision), "recall": rounded(self.recall), "as_wanted": self.as_wanted}


class PatternCurve:
    """Precision and recall of one pattern at every threshold.

    Parameters
    ----------
    truth : sequence of bool, of shape (n_messages,)
        Whether a message has the pattern; some must.
    probability : ndarray of shape (n_messages,)
        Probability of the pattern, from a model that has not seen the author.
    weights : ndarray of shape (n_messages,), optional
        Weights that state the mix of messages. None weighs all equally.

    Examples
    --------
    >>> curve = PatternCurve([False, False, True, True], np.array([0.1, 0.6, 0.5, 0.9]))
    >>> curve.high_precision().threshold, curve.high_recall().threshold
    (0.5, 0.5)
    """

    def __init__(
        self, truth: Sequence[bool] | np.ndarray, probability: np.ndarray, weights: np.ndarray | None = None
    ) -> None:
        precision, recall, self._thresholds = precision_recall_curve(truth, probability, sample_weight=weights)
        self._precision, self._recall = precision[:-1], recall[:-1]  # thresholds rise, recall falls
        self._found = self._recall * np.sum(truth)

    def high_precision(self) -> OperatingPoint:
        """Return the lowest threshold with a precision of 0.9 or above.

        Thresholds that fewer than 20 messages with the pattern reach (or all of them, if there are fewer) are left
        out. If none has 0.9, the threshold of the highest precision is returned.
        """
        supported = int(np.sum(self._found >= min(_SUPPORT, self._found[0]) - 1e-9))
        precision = self._precision[:supported]
        precise = np.flatnonzero(precision >= WANTED)
        place = precise[0] if len(precise) else int(np.argmax(precision))
        return self._at(int(place), as_wanted=len(precise) > 0)

    def high_recall(self) -> OperatingPoint:
        """Return the highest threshold with a recall of 0.9 or above; the lowest score always has one."""
        return self._at(int(np.flatnonzero(self._recall >= WANTED)[-1]), as_wanted=True)

    def _at(self, place: int, *, as_wanted: bool) -> OperatingPoint:
        return OperatingPoint(
            float(self._thresholds[place]), float(self._precision[place]), float(self._recall[place]), as_wanted
        )
