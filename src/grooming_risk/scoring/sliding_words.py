"""What the distinct words and bigrams of any part of a message add, after one pass over the message."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from grooming_risk.scoring.sums import Pair

Unit = TypeVar("Unit", str, Pair)


class SlidingWords:
    """The words of a message, ready for sums of its parts.

    What each word and its bigram add is looked up once, and what comes a second time in a part is taken off. Sums of
    terms are exact, so nothing is left of it.

    Parameters
    ----------
    words : sequence of str
        Words of a message, one at least.
    word : callable
        Returns what a word adds.
    step : callable
        Returns what a word and its bigram with the word before it add, for a pair of words.

    Examples
    --------
    >>> sliding = SlidingWords(["a", "b", "a", "b"], lambda word: 1 + 0j, lambda pair: 11 + 0j)
    >>> [sliding.between(*part).real for part in [(0, 2), (1, 4), (0, 4)]]
    [12.0, 22.0, 22.0]
    """

    def __init__(self, words: Sequence[str], word: Callable[[str], complex], step: Callable[[Pair], complex]) -> None:
        singles, pairs = [*map(word, words)], [*pairwise(words)]
        steps = [*map(step, pairs)]
        self._singles, self._steps = singles, steps
        bigrams = [both - single for both, single in zip(steps, singles[1:], strict=True)]
        again = [*_again(words, singles, 0), *_again(pairs, bigrams, 1)]
        again.sort(key=lambda one: one[0])
        self._again, self._places = again, [last for last, _, _ in again]

    def between(self, start: int, end: int) -> complex:
        """Return the sum for a half-open range of the words, read by themselves; it holds one word at least."""
        total = sum(self._steps[start : end - 1], self._singles[start])
        for _, before, value in self._again[bisect_left(self._places, start) : bisect_left(self._places, end)]:
            if before >= start:
                total -= value
        return total


def _again(units: Sequence[Unit], values: Sequence[complex], size: int) -> list[tuple[int, int, complex]]:
    """Return what comes again: its last word's place, the first word's place of the one before, and what it adds."""
    if len({*units}) == len(units):
        return []
    often = Counter(units)
    latest: dict[Unit, int] = {}
    found = []
    for place in [place for place, unit in enumerate(units) if often[unit] > 1]:
        if (before := latest.get(units[place])) is not None:
            found.append((place + size, before, values[place]))
        latest[units[place]] = place
    return found
