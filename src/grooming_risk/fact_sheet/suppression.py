"""Hides small counts in published tables (primary and secondary suppression; Willenborg and de Waal, 2001).

A count under five is hidden. The total less the shown counts is the sum of the hidden ones. That gives them away if
only one is hidden, if they sum to less than five, or if all are four; then the smallest count of five or more is hidden
too, with every other of its size. The rule depends on sizes alone, so that even a reader who knows it finds at least
two values that fit for each hidden count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SMALLEST: Final = 5  # count that is published


def hidden_cells(cells: Sequence[Sequence[int]]) -> tuple[bool, ...]:
    """Return for each cell of a table with a known total whether to hide it.

    A cell is one count, or several that are published together, such as flagged and other chats of a month: it is
    hidden if one of them is under five. Every conversation is in one cell. Of several cells none or at least two are
    hidden.

    Examples
    --------
    >>> hidden_cells([[3], [30], [12], [40]])
    (True, False, True, False)
    >>> hidden_cells([[3], [30], [12], [4]])
    (True, False, False, True)
    """
    sizes = [min(cell) for cell in cells]
    small = [size for size in sizes if size < SMALLEST]
    if not small:
        return (False,) * len(sizes)
    limit = SMALLEST - 1
    if len(small) == 1 or not SMALLEST <= sum(small) < limit * len(small):
        limit = min((size for size in sizes if size >= SMALLEST), default=limit)
    return tuple(size <= limit for size in sizes)


def is_publishable(count: int, total: int) -> bool:
    """Return whether a count may stand beside its total: neither it nor the rest is under five.

    Examples
    --------
    >>> is_publishable(12, 40), is_publishable(3, 40), is_publishable(38, 40)
    (True, False, False)
    """
    return count >= SMALLEST and total - count >= SMALLEST
