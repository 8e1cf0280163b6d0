"""Cuts letters into words at the lowest cost, in time linear in their number."""

from collections.abc import Callable
from typing import Final

_IMPOSSIBLE: Final = float("inf")

Cost = Callable[[str], float | None]
"""Returns the cost of a piece; None where neither it nor a longer piece with this beginning can be one."""


def cheapest_cuts(letters: str, cost: Cost, longest: int) -> list[str]:
    """Return the pieces of lowest total cost; none where no cuts are possible. A piece has at most `longest` letters.

    Examples
    --------
    >>> cheapest_cuts("thecat", lambda piece: 1 if piece in ("the", "cat") else float("inf"), 5)
    ['the', 'cat']
    """
    size = len(letters)
    best: list[float] = [0.0, *[_IMPOSSIBLE] * size]
    starts = [0] * (size + 1)
    for start in range(size):
        if best[start] == _IMPOSSIBLE:
            continue
        for end in range(start + 1, min(start + longest, size) + 1):
            price = cost(letters[start:end])
            if price is None:
                break
            if best[start] + price < best[end]:
                best[end], starts[end] = best[start] + price, start
    if best[size] == _IMPOSSIBLE:
        return []
    found = []
    while size:
        found.append(letters[starts[size] : size])
        size = starts[size]
    return found[::-1]
