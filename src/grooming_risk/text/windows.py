"""Splits long messages into overlapping windows, so that harmless talk does not dilute a risky clause."""

from collections.abc import Iterator, Sequence
from typing import Final

WINDOW: Final = 15
"""Words in a window."""

STRIDE: Final = 5
"""Words from one window to the next: every clause of up to WINDOW - STRIDE words is whole in a window."""

WHOLE_LIMIT: Final = 120
"""Words of the longest message that is also scored whole; beyond it the whole costs memory and tells nothing."""


def window_spans(count: int) -> list[tuple[int, int]]:
    """Return the half-open ranges of words that are scored separately: the whole, where it is short, then the windows.

    Examples
    --------
    >>> window_spans(7), window_spans(22)
    ([(0, 7)], [(0, 22), (0, 15), (5, 20), (10, 22)])
    """
    return [*_spans(count)]


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the words of each part of a message; see `window_spans`."""
    if len(words) <= WINDOW:
        return iter((words,))
    return (words[start:end] for start, end in _spans(len(words)))


def _spans(count: int) -> Iterator[tuple[int, int]]:
    if count <= WHOLE_LIMIT:
        yield 0, count
    if count > WINDOW:
        yield from ((start, min(start + WINDOW, count)) for start in range(0, count - WINDOW + STRIDE, STRIDE))
