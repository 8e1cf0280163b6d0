"""Finds the words that stars for vowels may stand for, as in "s*cr*t"."""

import re
from collections.abc import Container
from itertools import product
from typing import Final

_STARRED: Final = re.compile(r"[a-z']+(?:\*[a-z']+){1,3}")
_SHORTEST: Final = 3


def starred_words(chunk: str, known: Container[str]) -> list[str]:
    """Return the known words of a chunk with one to three vowels as stars, in the order of the alphabet.

    Examples
    --------
    >>> starred_words("s*cr*t", {"secret", "cat"}), starred_words("2*3", {"cat"})
    (['secret'], [])
    """
    if len(chunk) <= _SHORTEST - 1 or not _STARRED.fullmatch(chunk):
        return []
    first, *others = chunk.split("*")
    words = (
        first + "".join(map("".join, zip(vowels, others, strict=True)))
        for vowels in product("aeiou", repeat=len(others))
    )
    return [word for word in words if word in known]
