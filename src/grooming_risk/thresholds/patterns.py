"""Thresholds of a pattern from messages whose author the model had not seen: for high precision, for high recall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from sklearn.metrics import precision_recall_curve

from grooming_risk.metrics.nested import rounded

WANTED: Final = 0.9
"""Precision that the threshold for high precision holds, and recall that the one for high recall holds."""

_SUPPORT: Final = 20  # messages with the pattern that must reach a threshold before its precision says something


class Reached(NamedTuple):
    """A threshold, and what it gives on the messages it was chosen on.

    Attributes
    ----------
    threshold : float in (0, 1]
        Probability from which the pattern counts as found.
    precision : float in [0, 1]
        Share of the messages found that carry the pattern; on another mix of messages it is another.
    recall : float in [0, 1]
        Share of the messages that carry the pattern and are found.
    as_wanted : bool
        Whether the precision, or recall, wanted was reached; else this is the nearest.
    """

    threshold: float
    precision: float
    recall: float
    as_wanted: bool

    def figures(self) -> dict[str, Any]:
        """Return what the threshold gives, as it is stored and printed."""
        return {"precision": rounded(self.precision), "recall": rounded(self.recall), "as_wanted": self.as_wanted}


class PatternCurve:
    """Precision and recall of one pattern at every threshold.

    Parameters
    ----------
    truth : sequence of bool, of shape (n_messages,)
        Whether a message carries the pattern; some do.
    probability : ndarray of shape (n_messages,)
        Of the pattern, from a model that has not seen the message's line.
    weights : ndarray of shape (n_messages,), optional
        How much each message counts: they state the mix that precision is for. None counts each once.

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

    def high_precision(self) -> Reached:
        """Return the lowest threshold with a precision of 0.9 or above.

        Thresholds that fewer than 20 messages with the pattern reach (or all of them, if there are fewer) have no say.
        If 0.9 is not reached, the threshold of the highest precision is taken.
        """
        supported = int(np.sum(self._found >= min(_SUPPORT, self._found[0]) - 1e-9))
        precision = self._precision[:supported]
        precise = np.flatnonzero(precision >= WANTED)
        place = precise[0] if len(precise) else int(np.argmax(precision))
        return self._at(int(place), as_wanted=len(precise) > 0)

    def high_recall(self) -> Reached:
        """Return the highest threshold with a recall of 0.9 or above; the lowest score always has one."""
        return self._at(int(np.flatnonzero(self._recall >= WANTED)[-1]), as_wanted=True)

    def _at(self, place: int, *, as_wanted: bool) -> Reached:
        return Reached(
            float(self._thresholds[place]), float(self._precision[place]), float(self._recall[place]), as_wanted
        )
