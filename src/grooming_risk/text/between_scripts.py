"""Reads Latin words between which one letter of another script stands, as in "our的secret的ok"."""

import re
from typing import Final

_LATIN: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_OTHER: Final = re.compile(r"[^\W\d_a-z]+")
_FEWEST: Final = 2  # separators


def latin_parts(folded: str) -> list[tuple[str, int, int]]:
    """Return the Latin words of a folded chunk with their spans, where the same letters stand between all of them.

    Examples
    --------
    >>> latin_parts("our的secret的ok")
    [('our', 0, 3), ('secret', 4, 10), ('ok', 11, 13)]
    >>> latin_parts("我love你"), latin_parts("our的secret")
    ([], [])
    """
    others = _OTHER.findall(folded)
    if len(others) < _FEWEST or len({*others}) > 1:
        return []
    return [(match.group(), *match.span()) for match in _LATIN.finditer(folded)]
