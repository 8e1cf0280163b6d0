"""Scores lists of messages: long ones by machine code where numba is installed, others one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from grooming_risk.scoring.result import Compiled, Model, Score
from grooming_risk.validation import check_text

WORTH: Final = 5_000
"""Messages for which the machine code is loaded, which takes about a second."""

WORTH_LENGTH: Final = 150 * WORTH
"""Characters for which the machine code is loaded, though the messages are fewer: long ones cost more."""

BATCH: Final = 4_000
"""Messages scored at once: ten milliseconds of work for machine code, a tenth of a second without."""


def score_list(
    model: Model, texts: Sequence[str], *, patterns: bool = False, compiled: Compiled | None = None
) -> Iterator[Score]:
    """Yield the scores of a list, in order; with `patterns`, machine code computes all but the evidence ahead.

    Pass `compiled` where this is one list of many; else machine code scores a list of `WORTH` messages or more, or of
    `WORTH_LENGTH` characters.
    """
    if compiled is None and (len(texts) >= WORTH or are_long(texts)):
        compiled = model.compiled
    for begin in range(0, len(texts), BATCH):
        some = texts[begin : begin + BATCH]
        if compiled and all(isinstance(text, str) for text in some):
            yield from compiled.scores(some, patterns=patterns)
        else:
            yield from score_each(model, some, begin)


def are_long(texts: Sequence[object]) -> bool:
    """Say whether texts have so many characters that machine code pays, however few they are.

    Examples
    --------
    >>> are_long(["gg", None]), are_long(["gg wp " * 1_000] * 200)
    (False, True)
    """
    return sum(len(text) for text in texts if isinstance(text, str)) >= WORTH_LENGTH


def score_each(model: Model, texts: Iterable[str], first: int = 0) -> Iterator[Score]:
    """Yield the scores of messages one by one; TypeError for one that is not a str names its number, from `first`."""
    score = model.score
    for number, text in enumerate(texts, first):
        try:
            found = score(text)
        except TypeError:
            check_text(text, number)
            raise
        yield found
