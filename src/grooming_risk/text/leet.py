"""Reads leet: digits and signs as the letters they stand for."""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Final

_MOST_READINGS: Final = 32


def readings(chunk: str, leet: Mapping[str, str]) -> Iterator[str]:
    """Yield at most 32 readings of a chunk, the likeliest first; none where no sign stands for a letter.

    Examples
    --------
    >>> list(readings("w1ll", {"1": "il"}))
    ['will', 'wlll']
    """
    if not any(map(leet.__contains__, chunk)):
        return
    options = product(*(leet.get(char, char) for char in chunk))
    yield from map("".join, islice(options, _MOST_READINGS))
