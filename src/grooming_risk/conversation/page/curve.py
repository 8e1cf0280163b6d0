"""Thins the risk curve of a long chat, so that the page stays light. `curve.html` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MOST_POINTS: Final = 600


def kept_points(risks: Sequence[float], needed: Sequence[int]) -> list[int]:
    """Return the messages that the curve of their risks goes through: all of up to 600.

    Of more: the first, the last, the highest and the needed ones, and the highest of each of equal stretches.
    """
    count = len(risks)
    if count <= _MOST_POINTS:
        return list(range(count))
    kept = {0, count - 1, max(range(count), key=risks.__getitem__), *needed}
    free = max(_MOST_POINTS - len(kept), 0)
    for part in range(free):
        stretch = range(count * part // free, count * (part + 1) // free)
        kept.add(max(stretch, key=risks.__getitem__))
    return sorted(kept)
