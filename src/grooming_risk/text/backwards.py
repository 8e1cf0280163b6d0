"""Reads what is written backwards: words at their places, as in "ruo terces", or a whole text, as in "terces ruo".

Few words of such a text are known, and common little words appear when it is turned. Short ones appear by chance in
other languages ("ko", "si", "na"), so one must be telling.
"""

import re
from itertools import pairwise
from typing import Final

from grooming_risk.text.common_words import TELLING, count_common

_CHUNK: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[a-z]+")
_FEWEST: Final = 2  # common little words of a turned text
_TIMES: Final = 2  # as many of them as before
_PAIRS: Final = frozenset(
    (
        *("are you", "you are", "do you", "do not", "dont you", "can you", "can i", "if you", "will you", "i will"),
        *("to me", "with me", "for me", "with you", "for you", "to you", "you can", "you to", "and i", "and you"),
        *("i can", "who are", "in the", "on the", "of the", "to the", "at the", "in my", "on my", "of my", "my own"),
        *("your own", "i am", "when you", "when your", "how old", "how are", "where do", "what do", "tell me"),
        *("send me", "give me", "is it", "it is", "this is", "that is", "is my", "is your", "not tell", "dont tell"),
        *("i have", "you have"),
    )
)
"""Common pairs, by which the order of words is told."""


def turned(folded: str) -> str:
    """Return an ASCII text turned round, or each word of it, where that shows more common words; else nothing.

    Examples
    --------
    >>> turned("ti si ruo terces"), turned("uoy era ohw"), turned("no em"), turned("is it on")
    ('it is our secret', 'who are you', '', '')
    """
    words = _CHUNK.sub(lambda match: match.group()[::-1], folded) if folded.isascii() else ""
    common = count_common(words)
    if common < _FEWEST or common <= _TIMES * count_common(folded) or TELLING.isdisjoint(_WORD.findall(words)):
        return ""
    whole = folded[::-1]
    return whole if _pairs(whole) > _pairs(words) else words


def turned_runs(folded: str, other: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of a text that `turned` turned round: its letters are no longer at their places.

    Examples
    --------
    >>> turned_runs("ti si", "it is"), turned_runs("ti si", "is it")
    ([(0, 2), (3, 5)], [(0, 5)])
    """
    if other == folded[::-1]:
        return [(0, len(folded))]
    return [match.span() for match in _CHUNK.finditer(folded)]


def _pairs(text: str) -> int:
    return sum(f"{first} {second}" in _PAIRS for first, second in pairwise(_WORD.findall(text)))
