"""Says which messages of a chat are folded: long stretches of harmless talk, and what is too much to read at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

NEAR: Final = 2
"""Messages either side of a marked one that stay open."""

MOST_OPEN: Final = 6
"""Harmless messages in a row that stay open; more of them are folded."""

MOST_MARKED: Final = 100
"""Messages in a row that stay open because they are marked or near one; of more, only those that are linked."""

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


def stretches(count: int, marked: set[int], linked: set[int]) -> Iterator[Stretch]:
    """Yield the chat in stretches that are open or folded.

    Parameters
    ----------
    count : int
        Messages of the chat.
    marked : set of int
        Those that should be seen.
    linked : set of int
        Those that must be seen.

    Examples
    --------
    >>> [tuple(one) for one in stretches(20, set(), {12})]
    [(0, 10, True), (10, 15, False), (15, 20, False)]
    """
    needed, wanted = _near(linked), _near(marked | linked)
    for seen, run in groupby(range(count), key=wanted.__contains__):
        indices = list(run)
        if not seen:
            yield from _folded(indices)
            continue
        open_ones = needed.union(indices[:MOST_MARKED])
        for kept, part in groupby(indices, key=open_ones.__contains__):
            yield from (_open if kept else _folded)(list(part))


def _near(indices: set[int]) -> set[int]:
    return {near for index in indices for near in range(index - NEAR, index + NEAR + 1)}


def _open(indices: list[int]) -> Iterator[Stretch]:
    yield Stretch(indices[0], indices[-1] + 1, False)


def _folded(indices: list[int]) -> Iterator[Stretch]:
    """Yield messages folded, in parts of one size; a few stay open."""
    if len(indices) <= MOST_OPEN:
        yield from _open(indices)
        return
    parts = -(-len(indices) // LARGEST)
    for part in range(parts):
        first, end = (indices[0] + len(indices) * number // parts for number in (part, part + 1))
        yield Stretch(first, end, True)
