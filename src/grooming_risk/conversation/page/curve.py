"""Thins the line of the risk over the messages, so that a long chat stays light. `curve.html` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MOST_POINTS: Final = 600
"""Points of the line; every alert keeps its own, even if they are more."""


def kept_points(risks: Sequence[float], needed: Sequence[int], most: int = MOST_POINTS) -> list[int]:
    """Return which messages the line goes through: all where they are few.

    Otherwise the first, the last, the highest, the needed ones, and of equal stretches the highest each.

    Parameters
    ----------
    risks : sequence of float
        Risk after each message.
    needed : sequence of int
        Messages that are kept.
    most : int, default=600
        How many to keep, unless more are needed.

    Examples
    --------
    >>> kept_points([0.1, 0.5, 0.9, 0.2, 0.1, 0.1], [4], most=5)
    [0, 2, 4, 5]
    """
    count = len(risks)
    if count <= most:
        return list(range(count))
    kept = {0, count - 1, max(range(count), key=risks.__getitem__), *needed}
    free = max(most - len(kept), 0)
    for part in range(free):
        stretch = range(count * part // free, count * (part + 1) // free)
        kept.add(max(stretch, key=risks.__getitem__))
    return sorted(kept)
