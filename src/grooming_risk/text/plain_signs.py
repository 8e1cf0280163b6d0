"""Punctuation around a word, and which of it does not change how the word is read."""

from collections.abc import Collection, Sequence
from operator import itemgetter
from typing import Final

from grooming_risk.text.token_kinds import QUESTION

PUNCTUATION: Final = "'\".,!?()"
"""Signs before and behind a word."""

LINK_START: Final = "www"
"""The one word of letters that reads otherwise with a sign behind it."""


def plain_signs(leet: Collection[str]) -> frozenset[str]:
    """Return the punctuation that stands for no letter, given the signs that do.

    Examples
    --------
    >>> sorted(plain_signs({"!": "i", "(": "c"}))
    ['"', "'", ')', ',', '.', '?']
    """
    return frozenset(PUNCTUATION).difference(leet)


def with_questions(words: Sequence[tuple[str, int, int]], chunk: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a chunk, each with its span, and the question marks before and behind them.

    Examples
    --------
    >>> with_questions([("why", 0, 3)], "why?")
    (('why', 0, 3), ('?', 3, 4))
    """
    marks = [(QUESTION, place, place + 1) for place, sign in enumerate(chunk) if sign == QUESTION]
    return tuple(sorted((*words, *marks), key=itemgetter(1)))
