"""Tells codes, as "u8a" or "Nc6", from words with a number, as "ps5" or "13f".

The letters of a code would be read as chat spellings, and its digits as an age.
"""

import re
from collections.abc import Container
from typing import Final

_GLUED: Final = re.compile(r"[a-z]\d|\d[a-z]")
_RUN: Final = re.compile(r"[a-z]+|\d+")
_CHESS: Final = re.compile(r"[kqrbn]?[a-h]?x?[a-h][1-8][+#!?]*")
_SHORTEST: Final = 3  # letters of a word that a code rarely holds by chance
_AGES: Final = frozenset(["8", "9", "10", "11", "12", "13", "14", "15", "16", "17"])
_BESIDE: Final = frozenset(
    (
        *("m", "f", "g", "b", "y", "yo", "yos", "yr", "yrs", "im", "u", "me", "is", "am", "age", "s"),  # of an age
        *("a", "c", "d", "e", "h", "k", "l", "p", "th", "st", "nd", "rd", "gb", "mb", "kg", "km", "cm", "mm", "ft"),
    )
)
"""Letters that stand beside a number: of ages, of school classes, units."""


_BEFORE: Final = frozenset(("m", "f", "g", "b", "y", "u", "im", "me", "is", "am", "age", "yr", "k", "p", "ps", "s"))
"""The same before it, and "y8", "s9"."""
_BOTH: Final = frozenset(("m", "f", "u", "im", "yo", "yr", "yrs", "and", "or", "to"))
"""The same among several numbers, or on both sides of one."""


def is_code(chunk: str, known: Container[str]) -> bool:
    """Return whether digits and letters alternate in a chunk, and few of the letters make known words.

    Examples
    --------
    >>> [is_code(chunk, {"room", "s"}) for chunk in ("u8a", "8bf3", "nc8", "13f", "ps5", "room12")]
    [True, True, True, False, False, False]
    """
    if not _GLUED.search(chunk):
        return False
    if _CHESS.fullmatch(chunk) and chunk[2:3].isalnum():
        return True
    runs = _RUN.findall(chunk)
    letters = [run for run in runs if run.isalpha()]
    digits = [run for run in runs if run.isdigit()]
    words = sum(len(run) for run in letters if len(run) >= _SHORTEST and run in known)
    if 2 * words >= sum(map(len, letters)):
        return False
    if len(runs) > 2:
        return not _BOTH.issuperset(letters) or len(digits) > 2
    return digits[0] in _AGES and letters[0] not in (_BEFORE if runs[0].isalpha() else _BESIDE)
