"""Scores lists of messages: long ones by machine code where that is installed, others one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from grooming_risk.scoring.result import Compiled, Model, Score

WORTH: Final = 5_000
"""Messages for which the machine code is loaded, which takes about a second."""

BATCH: Final = 4_000
"""Messages that are read at once: some ten milliseconds of work by machine code, a tenth of a second without."""


def score_list(
    model: Model, texts: Sequence[str], *, patterns: bool = False, compiled: Compiled | None = None
) -> Iterator[Score]:
    """Score the messages of a list; the same numbers, by whatever way they come.

    Parameters
    ----------
    model : Model
        The model.
    texts : sequence of str
        Messages.
    patterns : bool, default=False
        Whether patterns, disclosure and coverage will be asked of every score, and are to be worked out along.
    compiled : Compiled, optional
        That of the model, where this is one of many lists; else a list of `WORTH` messages or more is read by it.

    Yields
    ------
    Score
        In order.

    Raises
    ------
    TypeError
        A message is not a `str`; those before it are yielded first.
    """
    if compiled is None and len(texts) >= WORTH:
        compiled = model.compiled
    for begin in range(0, len(texts), BATCH):
        some = texts[begin : begin + BATCH]
        if compiled and all(isinstance(text, str) for text in some):
            yield from compiled.scores(some, patterns=patterns)
        else:
            yield from map(model.score, some)  # raises TypeError for what is not a message
