"""Reads leet: digits and signs as the letters they stand for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final

_MOST_READINGS: Final = 32
_MOST_GLUED: Final = 4  # readings of glued words: they are long
_SHORTEST_GLUED: Final = 8
_LONGEST_GLUED: Final = 150
_STOPS: Final = dict.fromkeys(map(ord, ",.;:?'\"-"))


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


def glued_readings(chunk: str, leet: Mapping[str, str], parted: Callable[[str], Sequence[str]]) -> Sequence[str]:
    """Return the words of glued words with signs for letters; none where they are no sentence.

    Examples
    --------
    >>> glued_readings("0ur_53cr3t,0k".replace("_", ""), {"0": "o", "5": "s", "3": "e"}, lambda word: [word])
    ['oursecretok']
    """
    if not _SHORTEST_GLUED <= len(chunk) <= _LONGEST_GLUED:
        return []
    options = islice(readings(chunk.translate(_STOPS), leet), _MOST_GLUED)
    return next(filter(None, (parted(letters) for letters in options if letters.isalpha())), [])
