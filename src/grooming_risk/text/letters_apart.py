"""Reads letters that stand apart, as in "s e n d   p i c": joins them to words."""

import re
from collections.abc import Callable, Iterator, Set
from itertools import pairwise
from typing import Final

LETTER: Final = re.compile(r"[^\W\d_]")
"""A letter of any script."""

_MAX_WORD: Final = 20
_MAX_CUT: Final = 200  # letters that are cut into known words
_LONGEST: Final = 1000  # letters of a word that stood by itself

Resolve = Callable[[str], tuple[str, ...]]
"""Returns the standard words of a word."""


def joined_letters(run: str, resolve: Resolve, known: Set[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the standard words of letters that stand apart, and the stretch of each.

    Words are parted by a blank where signs part letters, else by a wider gap.

    Parameters
    ----------
    run : str
        Letters with signs or blanks between them.
    resolve : callable
        Returns the standard words of a word.
    known : set of str
        Words that letters are cut into where no gap parts them.

    Examples
    --------
    >>> [word for word, _, _ in joined_letters("s e n d", lambda word: (word,), {"send"})]
    ['send']
    """
    places = [match.start() for match in LETTER.finditer(run)]
    gaps = [run[before + 1 : after] for before, after in pairwise(places)]
    usual = min(map(len, gaps))
    by_signs = not all(" " in gap for gap in gaps)
    cuts = [n + 1 for n, gap in enumerate(gaps) if (" " in gap if by_signs else len(gap) > usual)]
    for first, end in pairwise([0, *cuts, len(places)]):
        letters = "".join(run[place] for place in places[first:end])
        # a word that stood by itself is one, also if it is unknown, not many short ones that are known
        found = [(letters[:_LONGEST], 0, len(letters))] if cuts else _cut(letters, known)
        too_many = not cuts and len(letters) > _MAX_CUT
        for part, start, stop in found:
            for word in (part,) if too_many else resolve(part):
                yield word, places[first + start], places[first + stop - 1] + 1


def _cut(letters: str, known: Set[str]) -> list[tuple[str, int, int]]:
    """Cut joined letters into the fewest known words; where that fails, or they are too many, leave them apart."""
    size = len(letters)
    if size > _MAX_CUT:
        return [(letter, place, place + 1) for place, letter in enumerate(letters)]
    best: list[tuple[int, int]] = [(0, 0)]  # cost up to here, where the last word starts
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
