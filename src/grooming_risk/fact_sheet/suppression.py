"""Hides small counts in published tables, so that nobody can be recognised and no hidden count be worked out.

A count under five is hidden. Where the counts of a table add up to a known total, the total less the shown counts is
the sum of the hidden ones. That gives them away if only one is hidden, if they sum to less than five, or if all of them
are four; then the smallest count of five or more is hidden as well, with every other of its size (primary and secondary
suppression; Willenborg and de Waal, 2001). What is hidden depends on sizes alone, not on places or names, so that even
who knows this rule finds at least two values that fit for each hidden count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SMALLEST: Final = 5
"""Smallest count that is published."""


def hidden_cells(cells: Sequence[Sequence[int]]) -> tuple[bool, ...]:
    """Say which cells of a table with a known total are to be hidden.

    Parameters
    ----------
    cells : sequence of sequence of int
        A cell is one count, or several that are published together, such as flagged and other chats of a month: it is
        hidden as a whole if one of them is under five. Every conversation is in one cell.

    Returns
    -------
    tuple of bool
        For each cell whether to hide it. All are shown, or at least two are hidden, unless there is only one cell.

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
    """Say whether a count may stand beside its total: neither it nor what is left of the total is under five.

    Examples
    --------
    >>> is_publishable(12, 40), is_publishable(3, 40), is_publishable(38, 40)
    (True, False, False)
    """
    return count >= SMALLEST and total - count >= SMALLEST
