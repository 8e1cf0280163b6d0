"""Scores lists of messages: by machine code where that is installed and pays, else one after the other."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from grooming_risk.scoring.compiled_sums import compiled_for
from grooming_risk.scoring.result import Score

if TYPE_CHECKING:
    from grooming_risk.scoring.compiled.batch_scorer import BulkScorer
    from grooming_risk.scoring.scorer import Scorer

WORTH: Final = 50_000
"""Messages that a process scores in lists, or expects, before it loads the machine code, which takes about a second."""

_WITH_PATTERNS: Final = 6  # as many times the work
_FEW: Final = 50  # messages of a list that are not worth a batch
_AHEAD: Final = 4_000  # messages that are read at once

_work_so_far = 0
_loaded: WeakKeyDictionary[Scorer, BulkScorer | None] = WeakKeyDictionary()


def expect(messages: int, *, patterns: bool = False) -> None:
    """Say how many messages will come, in however many lists, so that the machine code is loaded in time if it pays."""
    global _work_so_far
    _work_so_far += messages * (_WITH_PATTERNS if patterns else 1)


def score_list(model: Scorer, texts: Sequence[str], *, patterns: bool = False) -> Iterator[Score]:
    """Score the messages of a list; the same numbers, by whatever way they come.

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
    expect(len(texts), patterns=patterns)
    bulk = bulk_scorer(model, len(texts))
    for begin in range(0, len(texts), _AHEAD):
        some = texts[begin : begin + _AHEAD]
        if bulk and all(isinstance(text, str) for text in some):
            yield from bulk.scores(some, patterns=patterns)
        else:
            yield from map(model.score, some)  # which says what is wrong with a message


def bulk_scorer(model: Scorer, count: int) -> BulkScorer | None:
    """Return the machine code for a list, if it is installed, knows the model's rules, and pays by now.

    Parameters
    ----------
    model : Scorer
        The model.
    count : int
        Messages of the list.
    """
    if count < _FEW or _work_so_far < WORTH:
        return None
    if model not in _loaded:
        _loaded[model] = _load(model) if compiled_for(model.analyzer) else None
    return _loaded[model]


def _load(model: Scorer) -> BulkScorer | None:
    try:
        from grooming_risk.scoring.compiled.batch_scorer import BulkScorer  # numba, on use
    except ModuleNotFoundError:
        return None
    except ImportError as error:  # as numba raises where it does not know the NumPy that is installed
        warnings.warn(f"numba cannot be used, so lists are read one by one: {error}", RuntimeWarning, stacklevel=2)
        return None
    return BulkScorer(model)
