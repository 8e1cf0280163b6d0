"""Finds the text in the query of a link, as in ``https://example.org/?q=our+secret``."""

import re
from typing import Final

from grooming_risk.text.common_words import count_common

_VALUE: Final = re.compile(r"[?&;#][^=&#\s]{0,40}=([^&#\s]+)")
_BLANK: Final = re.compile(r"(?:\+|%20|_|-|%2b)+")
_CODE: Final = re.compile(r"%([2-7][0-9a-f])")
_WORD: Final = re.compile(r"[a-z']+")
_FEWEST: Final = 3  # words of a text


def query_words(link: str) -> list[str]:
    """Return the words of values in a folded link's query that are text: three, a common little one among them.

    Examples
    --------
    >>> query_words("https://example.org/?q=dont+tell%20your+mom&id=5"), query_words("https://example.org/?id=a+b")
    (['dont', 'tell', 'your', 'mom'], [])
    """
    found: list[str] = []
    for value in _VALUE.findall(link):
        shown = _CODE.sub(lambda match: chr(int(match[1], 16)), _BLANK.sub(" ", value)).lower()
        words = _WORD.findall(shown)
        if len(words) >= _FEWEST and count_common(shown):
            found += words
    return found
