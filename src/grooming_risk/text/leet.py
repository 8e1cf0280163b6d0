"""Reads leet: digits and signs as the letters they stand for."""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Final

_MOST_READINGS: Final = 32


def readings(chunk: str, leet: Mapping[str, str]) -> Iterator[str]:
    """Yield the readings of a chunk, the likeliest first; none where no sign stands for a letter.

    Parameters
    ----------
    chunk : str
        Letters, digits and signs without a blank.
    leet : mapping of str to str
        Sign to the letters it may stand for, likeliest first.

    Yields
    ------
    str
        A reading with every sign replaced, at most 32 of them.

    Examples
    --------
    >>> list(readings("w1ll", {"1": "il"}))
    ['will', 'wlll']
    """
    if not any(map(leet.__contains__, chunk)):
        return
    options = product(*(leet.get(char, char) for char in chunk))
    yield from map("".join, islice(options, _MOST_READINGS))
