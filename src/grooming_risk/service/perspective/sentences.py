"""Sentences of a text, located as in the hosted API: in UTF-16 code units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

MOST: Final = 64
"""Most sentences of a text; the last one takes the rest."""

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?\n]*")


class Sentence(NamedTuple):
    """A part of a text, without blanks at its ends, and its half-open range in UTF-16 code units."""

    text: str
    begin: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text; a text without any letters is one.

    Examples
    --------
    >>> [(s.begin, s.end) for s in sentences("Hi 👋! Same team?")]
    [(0, 6), (7, 17)]
    """
    places = [match.span() for match in islice(_SENTENCE.finditer(text), MOST)]
    if len(places) == MOST:
        places[-1] = (places[-1][0], len(text))
    return list(_measured(text, places)) or [whole(text)]


def whole(text: str) -> Sentence:
    """Return the text as one part.

    Examples
    --------
    >>> whole("Hi 👋").end
    5
    """
    return Sentence(text, 0, _units(text))


def _measured(text: str, places: list[tuple[int, int]]) -> Iterator[Sentence]:
    units = read = 0
    for start, end in places:
        part = text[start:end]
        start += len(part) - len(part.lstrip())
        if part := part.strip():
            begin = units + _units(text[read:start])
            units, read = begin + _units(part), start + len(part)
            yield Sentence(part, begin, units)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
