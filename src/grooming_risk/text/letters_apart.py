"""Joins spaced letters, as in "s e n d   p i c", to words."""

import re
from collections.abc import Callable, Iterator, Set
from itertools import pairwise
from typing import Final

LETTER: Final = re.compile(r"[^\W\d_]")
"""A letter of any script."""

_MAX_WORD: Final = 20
_MAX_SEGMENTED: Final = 200  # letters
_LONGEST: Final = 1000  # letters of a word between wider gaps

Resolve = Callable[[str], tuple[str, ...]]
"""Returns the standard words of a word."""


def joined_letters(spaced: str, resolve: Resolve, known: Set[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the standard words of spaced letters, with their spans.

    Blanks separate words where signs separate letters; else wider gaps do.

    Parameters
    ----------
    spaced : str
        Letters with signs or blanks between them.
    resolve : callable
        Returns the standard words of a word.
    known : set of str
        Words to segment letters into where no gap separates words.

    Examples
    --------
    >>> [word for word, _, _ in joined_letters("s e n d", lambda word: (word,), {"send"})]
    ['send']
    """
    places = [match.start() for match in LETTER.finditer(spaced)]
    gaps = [spaced[before + 1 : after] for before, after in pairwise(places)]
    usual = min(map(len, gaps))
    by_signs = not all(" " in gap for gap in gaps)
    cuts = [n + 1 for n, gap in enumerate(gaps) if (" " in gap if by_signs else len(gap) > usual)]
    for first, end in pairwise([0, *cuts, len(places)]):
        letters = "".join(spaced[place] for place in places[first:end])
        # a word between wider gaps is one word, even if it is unknown
        found = [(letters[:_LONGEST], 0, len(letters))] if cuts else _segmented(letters, known)
        too_many = not cuts and len(letters) > _MAX_SEGMENTED
        for part, start, stop in found:
            for word in (part,) if too_many else resolve(part):
                yield word, places[first + start], places[first + stop - 1] + 1


def _segmented(letters: str, known: Set[str]) -> list[tuple[str, int, int]]:
    """Segment letters into the fewest known words; unknown ones, or too many letters, stay single letters."""
    size = len(letters)
    if size > _MAX_SEGMENTED:
        return [(letter, place, place + 1) for place, letter in enumerate(letters)]
    best: list[tuple[int, int]] = [(0, 0)]  # lowest cost, start of the last word
    for end in range(1, size + 1):
        starts = range(max(0, end - _MAX_WORD), end)
        best.append(min((best[start][0] + _cost(letters[start:end], known), start) for start in starts))
    cuts: list[tuple[str, int, int]] = []
    end = size
    while end:
        start = best[end][1]
        cuts.append((letters[start:end], start, end))
        end = start
    return cuts[::-1]


def _cost(word: str, known: Set[str]) -> int:
    if len(word) == 1:
        return 4
    return 3 if word in known else 1000
