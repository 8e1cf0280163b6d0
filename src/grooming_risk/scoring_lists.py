"""Scores lists of messages: by machine code where that is installed and pays, else one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from grooming_risk.compiled_sums import compiled_for
from grooming_risk.result import Score

if TYPE_CHECKING:
    from grooming_risk.bulk.scorer import BulkScorer
    from grooming_risk.scorer import Scorer

WORTH: Final = 50_000
"""Messages that a process has scored in lists before it loads the machine code, which takes about a second."""

_FEW: Final = 50  # messages of a list that are not worth a batch
_AHEAD: Final = 4_000  # messages that are read at once

_messages_so_far = 0
_loaded: WeakKeyDictionary[Scorer, BulkScorer] = WeakKeyDictionary()


def score_list(model: Scorer, texts: Sequence[str], *, patterns: bool = False) -> Iterator[Score]:
    """Score the messages of a list; the same numbers to 1e-9, by whatever way they come.

    Parameters
    ----------
    model : Scorer
        The model.
    texts : sequence of str
        Messages.
    patterns : bool, default=False
        Whether patterns, disclosure and coverage will be asked of every score, and are to be worked out along.

    Yields
    ------
    Score
        In order.

    Raises
    ------
    TypeError
        A message is not a `str`; those before it are yielded first.
    """
    bulk = _bulk(model, len(texts))
    for begin in range(0, len(texts), _AHEAD):
        some = texts[begin : begin + _AHEAD]
        if bulk and all(isinstance(text, str) for text in some):
            yield from bulk.scores(some, patterns=patterns)
        else:
            yield from map(model.score, some)  # which says what is wrong with a message


def _bulk(model: Scorer, count: int) -> BulkScorer | None:
    """Return the machine code, if it is installed, knows the model's rules, and pays by now."""
    global _messages_so_far
    _messages_so_far += count
    if count < _FEW or _messages_so_far < WORTH or not compiled_for(model.analyzer):
        return None
    if model not in _loaded:
        try:
            from grooming_risk.bulk.scorer import BulkScorer  # numba, on use
        except ModuleNotFoundError:
            return None
        _loaded[model] = BulkScorer(model)
    return _loaded[model]
