"""Undoes one slip of the finger in a word that nobody knows, where that gives a known word (after Damerau, 1964).

Slips are tried in an order of how common and how sure they are: two letters swapped, a letter too many, a letter too
few, a key beside the right one or another vowel. The first letter stands: people seldom mistype it, and names differ
in it. A slip leaves what stands before and behind it as it is, so it can only be where known words begin and end like
that: the few places that leaves are tried, and two sorted lists of words find them.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

SHORTEST: Final = 4
"""Letters from which a word is mended; at four only two swapped letters and a key beside the right one."""

_LONGEST: Final = 20
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_VOWELS: Final = "aeiou"
_BESIDE: Final = {
    letter: (row[place - 1 : place] if place else "") + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_INSTEAD: Final = {
    letter: "".join(sorted({*beside, *(_VOWELS if letter in _VOWELS else "")} - {letter}))
    for letter, beside in _BESIDE.items()
}


class Mender:
    """Undoes slips of the finger.

    Parameters
    ----------
    known : set of str
        Words to look for.
    preferred : set of str, optional
        Those of them that come first where several are as near.

    Examples
    --------
    >>> mender = Mender({"secret", "picture", "alone"})
    >>> mender.mend("sercet"), mender.mend("pictre"), mender.mend("along"), mender.mend("stone")
    ('secret', 'picture', None, None)
    """

    def __init__(self, known: Collection[str], preferred: Collection[str] = ()) -> None:
        self._known = known
        self._preferred = preferred

    def mend(self, word: str) -> str | None:
        """Return the known word that differs from an unknown one by a single slip, if there is one.

        Parameters
        ----------
        word : str
            Folded, not known.

        Returns
        -------
        str or None
            The known word of the commonest kind of slip; among equals a preferred one, and the first in the alphabet.
            None for a word that is shorter than `SHORTEST`, very long, or not of plain letters.
        """
        if not SHORTEST <= len(word) <= _LONGEST or not (word.isascii() and word.isalpha()):
            return None
        last = _shared(word, self._forwards)
        first = len(word) - _shared(word[::-1], self._backwards)
        if last < max(first - 2, 1):
            return None
        known = self._known
        for slips in _SLIPS if len(word) > SHORTEST else _SHORT_SLIPS:
            if found := [candidate for candidate in slips(word, first, last) if candidate in known]:
                return min([one for one in found if one in self._preferred] or found)
        return None

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self._known)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted([word[::-1] for word in self._known])


def _shared(word: str, ordered: Sequence[str]) -> int:
    """Return how many letters of its beginning a word shares with one of some sorted words, at most."""
    at = bisect_left(ordered, word)
    most = 0
    for near in ordered[max(at - 1, 0) : at + 1]:
        while most < len(word) and near.startswith(word[: most + 1]):
            most += 1
    return most


# Each yields what a word becomes by undoing a slip that leaves known words' beginnings, up to `last`, and endings,
# from `first` on, as they are.


def _swapped(word: str, first: int, last: int) -> Iterator[str]:
    for at in range(max(first - 2, 1), min(last + 1, len(word) - 1)):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _too_many(word: str, first: int, last: int) -> Iterator[str]:
    for at in range(max(first - 1, 1), min(last + 1, len(word))):
        yield word[:at] + word[at + 1 :]


def _too_few(word: str, first: int, last: int) -> Iterator[str]:
    for at in range(max(first, 1), last + 1):
        before, after = word[:at], word[at:]
        for letter in _ALPHABET:
            yield f"{before}{letter}{after}"


def _beside(word: str, first: int, last: int) -> Iterator[str]:
    return _mistyped(word, first, last, _BESIDE)


def _beside_or_vowel(word: str, first: int, last: int) -> Iterator[str]:
    return _mistyped(word, first, last, _INSTEAD)


def _mistyped(word: str, first: int, last: int, instead: Mapping[str, str]) -> Iterator[str]:
    for at in range(max(first - 1, 1), min(last + 1, len(word))):
        for letter in instead[word[at]]:
            yield word[:at] + letter + word[at + 1 :]


_SLIPS: Final = (_swapped, _too_many, _too_few, _beside_or_vowel)
_SHORT_SLIPS: Final = (_swapped, _beside)
