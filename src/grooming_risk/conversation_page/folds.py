"""Says which messages of a chat are folded: long stretches of harmless talk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

NEAR: Final = 2
"""Messages either side of a marked one that stay open."""

MOST_OPEN: Final = 6
"""Harmless messages in a row that stay open; more of them are folded."""

LARGEST: Final = 250
"""Messages of one fold: more would be too long when it is opened."""


class Stretch(NamedTuple):
    """Messages in a row.

    Attributes
    ----------
    first, end : int
        Half-open range of messages.
    folded : bool
        Whether they are behind a fold.
    """

    first: int
    end: int
    folded: bool


def stretches(count: int, marked: set[int]) -> Iterator[Stretch]:
    """Yield the chat in stretches that are open or folded.

    Parameters
    ----------
    count : int
        Messages of the chat.
    marked : set of int
        Those that must be seen.

    Examples
    --------
    >>> [tuple(one) for one in stretches(20, {12})]
    [(0, 10, True), (10, 15, False), (15, 20, False)]
    """
    open_ones = {near for index in marked for near in range(index - NEAR, index + NEAR + 1)}
    for seen, run in groupby(range(count), key=open_ones.__contains__):
        indices = list(run)
        if seen or len(indices) <= MOST_OPEN:
            yield Stretch(indices[0], indices[-1] + 1, False)
            continue
        parts = -(-len(indices) // LARGEST)
        for part in range(parts):
            first, end = (indices[0] + len(indices) * number // parts for number in (part, part + 1))
            yield Stretch(first, end, True)
