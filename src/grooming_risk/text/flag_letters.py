"""Reads regional indicators as letters where they are no flags.

Two of them make the flag of a country, so an odd number in a row is no row of flags.
"""

import re
from collections.abc import Callable
from typing import Final

_FIRST: Final = 0x1F1E6
_INDICATORS: Final = re.compile("[\U0001f1e6-\U0001f1ff]+")
_LETTERS: Final = {_FIRST + place: chr(ord("a") + place) for place in range(26)}


def with_flag_letters(folded: str, is_word: Callable[[str], bool]) -> str:
    """Return a text of the same length with letters for regional indicators, where a run of them is no row of flags.

    Examples
    --------
    >>> with_flag_letters("\U0001f1f2\U0001f1fe \U0001f1ea\U0001f1fe\U0001f1ea", lambda word: False)
    'my eye'
    >>> with_flag_letters("\U0001f1ec\U0001f1e7", lambda word: True) == "\U0001f1ec\U0001f1e7"
    True
    """
    runs = [] if folded.isascii() else _INDICATORS.findall(folded)
    if any(len(run) % 2 or (len(run) > 2 and is_word(run.translate(_LETTERS))) for run in runs):
        return folded.translate(_LETTERS)
    return folded
