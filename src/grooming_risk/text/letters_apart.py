"""Joins spaced letters, as in "s e n d   p i c", to words."""

import re
from collections.abc import Callable, Iterator, Set
from functools import partial
from itertools import pairwise
from typing import Final

from grooming_risk.text.segmented import cheapest_cuts

LETTER: Final = re.compile(r"[^\W\d_]")
"""A letter of any script."""

_MAX_WORD: Final = 20

LONGEST_RUN: Final = 200
"""Letters apart that are joined at once: bounds time and memory."""

Resolve = Callable[[str], tuple[str, ...]]
"""Returns the standard words of a word."""


def joined_letters(spaced: str, resolve: Resolve, known: Set[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the standard words of spaced letters, with their spans.

    Blanks separate words where signs separate letters; else wider gaps do. Without any, letters are segmented into
    known words.

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
        found = [(letters, 0, len(letters))] if cuts else _segmented(letters, known)
        for part, start, stop in found:
            for word in resolve(part):
                yield word, places[first + start], places[first + stop - 1] + 1


def _segmented(letters: str, known: Set[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the fewest known words that letters make, with their spans; other letters stay single."""
    start = 0
    for part in cheapest_cuts(letters, partial(_cost, known), _MAX_WORD):
        yield part, start, start + len(part)
        start += len(part)


def _cost(known: Set[str], word: str) -> float:
    if len(word) == 1:
        return 4
    return 3 if word in known else float("inf")
