"""Joins spaced letters, as in "s e n d   p i c", to words."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

LETTER: Final = re.compile(r"[^\W\d_]")
"""A letter of any script."""

_MOST_LETTERS: Final = 8  # of a word between wider gaps, on average

LONGEST_RUN: Final = 200
"""Letters apart that are joined at once: bounds time and memory."""

Parted = Callable[[str], list[str]]
"""Returns the known words that letters make."""

Resolve = Callable[[str], tuple[str, ...]]
"""Returns the standard words of a word."""


def joined_letters(spaced: str, resolve: Resolve, parted: Parted) -> Iterator[tuple[str, int, int]]:
    """Yield the standard words of spaced letters, with their spans.

    Blanks separate words where signs separate letters; else wider gaps do. Where these are too few, letters are cut
    into known words: as `parted` does.

    Examples
    --------
    >>> [word for word, _, _ in joined_letters("s e n d", lambda word: (word,), str.split)]
    ['send']
    """
    places = [match.start() for match in LETTER.finditer(spaced)]
    letters = "".join(map(spaced.__getitem__, places))
    parts = [letters[first:end] for first, end in pairwise([0, *_cuts(spaced, places), len(places)])]
    if len(parts) == 1 or len(parts) * _MOST_LETTERS < len(letters):
        parts = parted(letters)
    start = 0
    for part in parts:
        for word in resolve(part):
            yield word, places[start], places[start + len(part) - 1] + 1
        start += len(part)


def _cuts(spaced: str, places: Sequence[int]) -> list[int]:
    """Return the numbers of the letters before which a word begins."""
    gaps = [spaced[before + 1 : after] for before, after in pairwise(places)]
    usual = min(map(len, gaps))
    by_signs = not all(" " in gap for gap in gaps)
    return [n + 1 for n, gap in enumerate(gaps) if (" " in gap if by_signs else len(gap) > usual)]
