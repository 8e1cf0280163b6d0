"""Corrects one typo in an unknown word where that gives a known word (after Damerau, 1964).

Edits are tried from the commonest and surest on: a transposition, an extra letter, a missing letter, an adjacent key or
another vowel. The first letter stays: people seldom mistype it, and names differ in it. The letters before and after a
typo are those of a known word, so tables of the known words narrow the search to a few positions and letters. They are
made once so many words came that they pay.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import Any, Final

SHORTEST: Final = 4
"""Letters from which a word is corrected; at four only transpositions and adjacent keys."""

TABLES_PAY: Final = 2_000
"""Unknown words from which on it pays to make tables of the known ones."""

_LONGEST: Final = 20
_END: Final = "$"  # stands after the last letter of a word
_VOWELS: Final = "aeiou"
_ADJACENT: Final = {
    letter: (row[place - 1 : place] if place else "") + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_ADJACENT_OR_VOWEL: Final = {
    letter: "".join(sorted({*adjacent, *(_VOWELS if letter in _VOWELS else "")} - {letter}))
    for letter, adjacent in _ADJACENT.items()
}


class TypoCorrector:
    """Corrects single typos.

    Parameters
    ----------
    known : set of str
        Words to correct to.
    preferred : set of str, optional
        Known words that win where several are as near.

    Examples
    --------
    >>> corrector = TypoCorrector({"secret", "picture", "alone"})
    >>> [corrector.correct(word) for word in ("sercet", "pictre", "along", "stone")]
    ['secret', 'picture', None, None]
    """

    def __init__(self, known: set[str], preferred: Collection[str] = ()) -> None:
        self._known = known
        self._preferred = preferred
        self._asked = 0

    def correct(self, word: str) -> str | None:
        """Return the known word one typo away from a folded, unknown one, or None.

        The commonest edit wins; among equals a preferred word, then the first in the alphabet. A word that is shorter
        than `SHORTEST`, very long, or not of plain letters stays.
        """
        if not SHORTEST <= len(word) <= _LONGEST or not (word.isascii() and word.isalpha()):
            return None
        self._asked += 1
        first, last, between = 0, len(word), self._any_letter
        if self._asked > TABLES_PAY:
            last = _longest_prefix(word, self._sorted_words)
            first, between = len(word) - _longest_prefix(word[::-1], self._sorted_reversed), self._between
        if last < max(first - 2, 1):
            return None
        for edit in _EDITS if len(word) > SHORTEST else _SHORT_WORD_EDITS:
            if found := self._known.intersection(edit(word, first, last, between)):
                return min([one for one in found if one in self._preferred] or found)
        return None

    @cached_property
    def _any_letter(self) -> "_Letters":
        return _Letters("".join({*"".join(self._known)}))

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(self._known)

    @cached_property
    def _sorted_reversed(self) -> list[str]:
        return sorted([word[::-1] for word in self._known])

    @cached_property
    def _between(self) -> "_Letters":
        """Letters that stand behind a letter and before two others, or the end, in known words."""
        found = _Letters("")
        for before, letter, *after in {
            *chain.from_iterable(zip(w, w[1:], w[2:] + _END, w[3:] + 2 * _END, strict=False) for w in self._known)
        }:
            found["".join((before, *after))] += letter
        return found


class _Letters(dict[str, str]):
    """Letters that may stand behind a letter and before two others; `otherwise` for all that are no key."""

    def __init__(self, otherwise: str) -> None:
        self.otherwise = otherwise

    def __reduce__(self) -> tuple[Any, ...]:
        return _Letters, (self.otherwise,), None, None, iter(self.items())

    def __missing__(self, beside: str) -> str:
        return self.otherwise


def _longest_prefix(word: str, ordered: Sequence[str]) -> int:
    """Return the length of the longest prefix that a word shares with any of the sorted words."""
    at = bisect_left(ordered, word)
    most = 0
    for near in ordered[max(at - 1, 0) : at + 1]:
        while most < len(word) and near.startswith(word[: most + 1]):
            most += 1
    return most


# Each generates the candidates of one edit type, restricted to positions first..last, and to letters that stand between
# the letters beside them in some known word.


def _transposed(word: str, first: int, last: int, _: _Letters) -> Iterator[str]:
    for at in range(max(first - 2, 1), min(last + 1, len(word) - 1)):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _letter_deleted(word: str, first: int, last: int, _: _Letters) -> Iterator[str]:
    for at in range(max(first - 1, 1), min(last + 1, len(word))):
        yield word[:at] + word[at + 1 :]


def _letter_inserted(word: str, first: int, last: int, between: _Letters) -> Iterator[str]:
    ended = word + 2 * _END
    for at in range(max(first, 1), last + 1):
        before, after = word[:at], word[at:]
        for letter in between[ended[at - 1 : at + 2]]:
            yield f"{before}{letter}{after}"


def _substituted(word: str, first: int, last: int, between: _Letters, letters: Mapping[str, str]) -> Iterator[str]:
    ended = word + 2 * _END
    for at in range(max(first - 1, 1), min(last + 1, len(word))):
        possible = between[ended[at - 1] + ended[at + 1 : at + 3]]
        for letter in letters.get(word[at], ""):
            if letter in possible:
                yield word[:at] + letter + word[at + 1 :]


_EDITS: Final = (_transposed, _letter_deleted, _letter_inserted, partial(_substituted, letters=_ADJACENT_OR_VOWEL))
_SHORT_WORD_EDITS: Final = (_transposed, partial(_substituted, letters=_ADJACENT))
