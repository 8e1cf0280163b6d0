"""Times a call on items that the process meets for the first time, and on the same items again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from isolated import isolated

from timing import seconds

FIRST: Final = "first sight"
"""The process has met many other messages of the same kind, none of these."""

AGAIN: Final = "again"
"""The process has met these messages once before."""

COLD: Final = "cold process"
"""A process is started for it: start, imports, model and the call."""


class Sights(NamedTuple):
    """Seconds of each call, in the order of the items."""

    first: list[float]
    again: list[float]

    def part(self, begin: int, end: int) -> Sights:
        """Return the times of some of the items."""
        return Sights(self.first[begin:end], self.again[begin:end])


def sights(call: Callable[[Any], object], items: Sequence[Any], warm: Callable[[], object], rounds: int = 1) -> Sights:
    """Time a call on each item at first sight and again, in a process of its own.

    Parameters
    ----------
    call : callable
        Takes an item.
    items : sequence
        What the process has not met.
    warm : callable
        Meets other items of the same kind before.
    rounds : int, default=1
        Processes; the fastest time of an item counts, because noise only adds.
    """

    def run() -> Sights:
        warm()
        return Sights([seconds(call, item) for item in items], [seconds(call, item) for item in items])

    found = [isolated(run) for _ in range(rounds)]
    first, again = ([min(times) for times in zip(*state, strict=True)] for state in zip(*found, strict=True))
    return Sights(first, again)
