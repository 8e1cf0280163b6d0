"""Draws harmless pseudo messages of a language from the frequencies of its words: there is no real chat of it here."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, islice
from random import Random
from typing import Final

MESSAGES: Final = 4_000
"""Pseudo messages of a language in training, each with the weight of an everyday line."""

_COMMON: Final = 20_000
_LONGEST: Final = 12  # words
_SEED: Final = 0


def draw_messages(frequencies: Mapping[str, float], n: int, *, blanks: bool = True) -> list[str]:
    """Return `n` messages of 1 to 12 words, each word drawn by its frequency alone; none without frequencies.

    Parameters
    ----------
    frequencies : mapping of str to float
        Share of each word, the commonest first; the 20,000 first count.
    n : int
        Number of messages. The same frequencies give the same messages.
    blanks : bool, default=True
        Whether words have blanks between them.

    Examples
    --------
    >>> draw_messages({"casa": 0.75, "noche": 0.25}, 2) == draw_messages({"casa": 0.75, "noche": 0.25}, 2)
    True
    >>> draw_messages({}, 2)
    []
    """
    if not frequencies:
        return []
    words, random = [*islice(frequencies, _COMMON)], Random(_SEED)
    totals = [*accumulate(islice(frequencies.values(), _COMMON))]
    between = " " if blanks else ""
    return [between.join(random.choices(words, cum_weights=totals, k=random.randint(1, _LONGEST))) for _ in range(n)]
