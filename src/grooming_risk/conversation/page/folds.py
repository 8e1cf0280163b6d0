"""Folds long stretches of harmless talk, and marked messages that are too many to read at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

_NEAR: Final = 2  # messages either side of a marked one that stay open
_MOST_OPEN: Final = 6  # harmless messages in a row that stay open
_MOST_MARKED: Final = 100  # messages in a row that stay open though none is linked

LARGEST: Final = 250
"""Messages of one fold: more would be too long when it is opened."""


class Stretch(NamedTuple):
    """A half-open range of messages."""

    first: int
    end: int
    folded: bool


def stretches(count: int, marked: set[int], linked: set[int]) -> Iterator[Stretch]:
    """Yield a chat of `count` messages in stretches, open or folded; linked messages are always open.

    Examples
    --------
    >>> [tuple(one) for one in stretches(20, set(), {12})]
    [(0, 10, True), (10, 15, False), (15, 20, False)]
    """
    needed, wanted = _near(linked), _near(marked | linked)
    for seen, run in groupby(range(count), key=wanted.__contains__):
        indices = list(run)
        shown = needed.union(indices[:_MOST_MARKED]) if seen else needed
        for kept, part in groupby(indices, key=shown.__contains__):
            yield from _cut(list(part), folded=not kept)


def _near(indices: set[int]) -> set[int]:
    return {near for index in indices for near in range(index - _NEAR, index + _NEAR + 1)}


def _cut(indices: list[int], *, folded: bool) -> Iterator[Stretch]:
    """Yield messages in a row: as one stretch, or in folds of about equal size."""
    count = len(indices)
    folded = folded and count > _MOST_OPEN
    parts = -(-count // LARGEST) if folded else 1
    for part in range(parts):
        yield Stretch(indices[0] + count * part // parts, indices[0] + count * (part + 1) // parts, folded)
