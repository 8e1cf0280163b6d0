"""Sums over the terms of the parts of a message for one head: the hot path.

What a word and its bigram with the word before it add is cached as one number.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

from grooming_risk.labels import HEADS, RISK
from grooming_risk.scoring.memo import cached
from grooming_risk.scoring.sliding_words import SlidingWords
from grooming_risk.scoring.sums import PAIRS, Pair, Sums
from grooming_risk.scoring.terms import Term, decision
from grooming_risk.text.analyzer import BEGIN, END
from grooming_risk.text.windows import WINDOW, window_spans

_RISK: Final = HEADS.index(RISK)
_PARTS: Final = 200  # read at once: bounds the memory that megabytes of words take


class PartSums:
    """What the terms of a part of a message add to the squared norm, and to a head.

    Parameters
    ----------
    sums : Sums
        The terms.
    head : int
        Number of the head in `HEADS`. Real parts of sums are those of the norm, imaginary parts those of the head.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> sums = load_model().sums
    >>> PartSums(sums, 0).part(["my", "cat"]) == sum(sums.part(["my", "cat"]))
    True
    """

    def __init__(self, sums: Sums, head: int) -> None:
        self._sums, self._head = sums, head
        self._value: Callable[[Term], complex] = complex if head == _RISK else cached(self._of_term)
        value = self._value
        self._word = cached(lambda word: value(sums.word(word)))
        self._known = cached(lambda string: value(sums.term(string)))
        self._step = _Steps(self._word, self._known, sums).__getitem__
        self._pieces = cached(lambda unknown: self._total(sums.piece_terms(unknown)))
        self._unknown_edge = value(sums.unknown["|"])
        self._concept = cached(lambda name: value(sums.concept(name)))
        self._concept_step = cached(lambda pair: self._concept(pair[1]) + value(sums.concept_bigram(pair)))
        self._near = cached(lambda pair: value(sums.near(pair)), PAIRS)

    def __reduce__(self) -> tuple[Any, ...]:
        return PartSums, (self._sums, self._head)

    def highest(self, words: Sequence[str]) -> float:
        """Return the highest decision, before the intercept of the head, over the parts of a message with words."""
        if len(words) <= WINDOW:
            return decision(self.part(words))
        spans = window_spans(len(words))
        return max(self._highest_of(words, spans[at : at + _PARTS]) for at in range(0, len(spans), _PARTS))

    def _highest_of(self, words: Sequence[str], spans: Sequence[tuple[int, int]]) -> float:
        """Return the highest decision over some of the parts."""
        begin = spans[0][0]
        words = words[begin : max(end for _, end in spans)]
        sliding, unknown = SlidingWords(words, self._word, self._step), self._sums.unknown_words(words)
        single, phrases = self._sums.named(words)
        return max(
            decision(
                sliding.between(start, end)
                + self._of_unknown(words[start:end], unknown)
                + self.edges(words[start:end])
                + self.of_names(self._sums.names_between(words, start, end, single, phrases))
            )
            for start, end in [(first - begin, last - begin) for first, last in spans]
        )

    def part(self, words: Sequence[str]) -> complex:
        """Return the sum for words that are read as one part of a message."""
        return self.of_words(words) + self.edges(words) + self.of_names(self._sums.names(words))

    def of_words(self, words: Sequence[str]) -> complex:
        """Return the sum for words and their bigrams; without concepts, beginnings and ends."""
        pieces = self._of_unknown(words, self._sums.unknown_words(words))
        distinct = {*words}
        if len(distinct) == len(words):
            return sum(map(self._step, pairwise(words)), pieces + self._word(words[0]))
        steps = {*pairwise(words)}
        again = sum(map(self._word, [second for _, second in steps]), 0j)
        return pieces + sum(map(self._step, steps), sum(map(self._word, distinct), 0j)) - again

    def _of_unknown(self, words: Sequence[str], unknown: set[str]) -> complex:
        """Return the sum for the unknown ones of some words."""
        there = unknown and unknown.intersection(words)
        return self._pieces((*there,)) if there else 0j

    def edges(self, words: Sequence[str]) -> complex:
        """Return the sum of the begin and end terms."""
        return self._of_edges([*self._begin_terms(words), *self._end_terms(words)])

    def begin(self, words: Sequence[str]) -> complex:
        """Return the sum of the begin terms."""
        return self._of_edges([*self._begin_terms(words)])

    def end(self, words: Sequence[str]) -> complex:
        """Return the sum of the end terms."""
        return self._of_edges([*self._end_terms(words)])

    def _begin_terms(self, words: Sequence[str]) -> Iterable[str]:
        return map(BEGIN.__add__, accumulate(self._sums.first(words), "{} {}".format))

    def _end_terms(self, words: Sequence[str]) -> Iterable[str]:
        return map(END.__add__, accumulate(self._sums.last(words)[::-1], "{1} {0}".format))

    def _of_edges(self, terms: Sequence[str]) -> complex:
        known = [*filter(self._sums.column.__contains__, terms)]
        return sum(map(self._known, known), (len(terms) - len(known)) * self._unknown_edge)

    def of_names(self, names: Sequence[str]) -> complex:
        """Return the sum for a sequence of concepts."""
        if len({*names}) < len(names):
            terms = self._sums.concept_terms(names)
            return sum(terms if self._head == _RISK else map(self._value, terms), 0j)
        if not names:
            return 0j
        steps = sum(map(self._concept_step, pairwise(names)), self._concept(names[0]))
        return sum(map(self._near, self._sums.near_pairs(names)), steps)

    def _of_term(self, term: Term) -> complex:
        return complex(term.real, self._sums.weight(term, self._head))

    def _total(self, terms: Iterable[str]) -> complex:
        return sum([self._value(self._sums.term(term)) for term in terms], 0j)


class _Steps(dict[Pair, complex]):
    """Cache of what a word and its bigram with the word before it add; a bigram of known words counts."""

    def __init__(self, word: Callable[[str], complex], known: Callable[[str], complex], sums: Sums) -> None:
        self._word, self._known, self._sums = word, known, sums
        self._has_bigrams = sums.analyzer.settings.word_ngrams > 1
        unknown = complex(sums.unknown[""])  # adds nothing to any head
        self._others = cached(lambda second: word(second) + unknown)

    def __missing__(self, pair: Pair) -> complex:
        first, second = pair
        bigram = f"{first} {second}"
        if not (self._has_bigrams and self._word(first) and self._word(second)):
            value = self._word(second)
        elif bigram in self._sums.column:
            value = self._word(second) + self._known(bigram)
        else:
            value = self._others(second)  # one object for all such pairs: memory
        if len(self) >= PAIRS:
            self.clear()
        self[pair] = value
        return value
