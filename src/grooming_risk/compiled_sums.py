"""The rules of `analyzer`, compiled for sums: what `TermSums` gives, without making a string for each term.

Of a word it is remembered what it adds, with which next words it is a term, and which forms it begins; of a concept,
what it adds together with others. One loop over the words then does it. What is rare is asked of the analyzer itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final

from grooming_risk.analyzer import BLOCKS, Analyzer
from grooming_risk.term_sums import TermSums
from grooming_risk.term_weights import TermWeights

_WORDS_MEMO: Final = 20_000
_ROWS_MEMO: Final = 20_000
_SHORT_ROW: Final = 4  # concepts; longer rows seldom come again

_Nexts = Mapping[str, complex]
_Word = tuple[complex, _Nexts | None, str, Mapping[str, object]]
"""What follows from a word: what it adds by itself (an unknown word: what its pieces add); the next words it is a term
with and what that adds (None for an unknown word, which has none); the concept it names by itself, or nothing; the
second words of the forms of several words that it begins."""

_NOTHING: Final[dict[str, complex]] = {}


def compiled_for(analyzer: Analyzer) -> bool:
    """Say whether the compiled form knows an analyzer: runs of one or two words and concepts, names without a blank."""
    settings = analyzer.settings
    named_by_a_word = not any(" " in name for name in analyzer.lexicon.forms.values())
    return settings.word_ngrams <= 2 and settings.concept_ngrams <= 2 and named_by_a_word


class CompiledSums(TermSums):
    """The same sums as `TermSums`, several times faster; equal but for rounding in the last digits.

    Parameters
    ----------
    analyzer : Analyzer
        One that `compiled_for` accepts.
    weights : TermWeights
        What each term adds.
    """

    def __init__(self, analyzer: Analyzer, weights: TermWeights) -> None:
        super().__init__(analyzer, weights)
        settings = analyzer.settings
        self._reach = settings.pair_distance
        self._words: dict[str, _Word] = {}
        self._rows: dict[tuple[str, ...], complex] = {}
        self._concepts = {name: weights["+" + name] for name in sorted(set(analyzer.lexicon.forms.values()))}
        self._nexts = _second_words(weights, "") if settings.word_ngrams > 1 else {}
        self._joined = _second_words(weights, "+") if settings.concept_ngrams > 1 else {}
        self._near = _second_words(weights, "&") if self._reach else {}
        self._other_next = weights.unknown[""] if settings.word_ngrams > 1 else 0j
        self._other_joined = weights.unknown["+"] if settings.concept_ngrams > 1 else 0j
        self._other_near = weights.unknown["&"]

    def read(self, words: Sequence[str]) -> tuple[complex, list[str]]:
        """Return the sum over the terms of the words alone, and the concepts that the words name."""
        try:
            return self._read(words)
        except KeyError:
            self._learn(words)
            return self._read(words)

    def of_names(self, names: Sequence[str]) -> complex:
        """Return the sum over the terms of a row of concepts."""
        if len(names) > _SHORT_ROW:
            return self._row(names)
        row = tuple(names)
        total = self._rows.get(row)
        if total is None:
            if len(self._rows) >= _ROWS_MEMO:
                self._rows.clear()
            total = self._rows[row] = self._row(names)
        return total

    def _read(self, words: Sequence[str]) -> tuple[complex, list[str]]:
        known, other = self._words, self._other_next
        total = 0j
        names: list[str] = []
        odd: list[str] = []
        nexts: _Nexts | None = None
        longer: Mapping[str, object] = _NOTHING
        several = False
        for word in words:
            if word in longer:
                several = True
            weight, followers, concept, longer = known[word]
            total += weight
            if followers is None:
                odd.append(word)
            elif nexts is not None:
                total += nexts.get(word, other)
            nexts = followers
            if concept:
                names.append(concept)
        if len(set(words)) < len(words):
            total -= self._again(words)
        if len(odd) > 1:
            total -= self._shared(dict.fromkeys(odd))
        if several:  # perhaps a form of several words
            names = [name for name, _, _ in self.analyzer.concepts(words)]
        return total, names

    def _learn(self, words: Iterable[str]) -> None:
        if len(self._words) >= _WORDS_MEMO:
            self._words.clear()
        forms, known = self.analyzer.forms, self.analyzer.tokenizer.is_known
        for word in words:
            form = forms.get(word, _NOTHING)
            nexts = self._nexts.get(word, _NOTHING) if known(word) else None
            self._words[word] = (super().read([word])[0], nexts, form.get("", ""), form)

    def _again(self, words: Sequence[str]) -> complex:
        """Sum over the terms of words that come again, as often as they do."""
        total = 0j
        seen: set[str] = set()
        for word in words:
            if word in seen:
                total += self._words[word][0]
            seen.add(word)
        pairs = set()
        for first, second in pairwise(words):
            if (first, second) in pairs:
                nexts = self._words[first][1]
                if nexts is not None and self._words[second][1] is not None:
                    total += nexts.get(second, self._other_next)
            pairs.add((first, second))
        return total

    def _shared(self, odd: Iterable[str]) -> complex:
        """Sum over the pieces that several unknown words have in common, once less often than they have them."""
        pieces = [*chain.from_iterable(map(self.analyzer.pieces, odd))]
        if len(set(pieces)) == len(pieces):
            return 0j
        weigh = self.weights.__getitem__
        return sum(map(weigh, pieces), 0j) - sum(map(weigh, dict.fromkeys(pieces)), 0j)

    def _row(self, names: Sequence[str]) -> complex:
        total = sum([self._concepts[name] for name in dict.fromkeys(names)], 0j)
        for first, second in dict.fromkeys(pairwise(names)):
            total += self._joined.get(first, _NOTHING).get(second, self._other_joined)
        if self._reach:
            near, other = self._near, self._other_near
            pairs = [
                (name, before) if name < before else (before, name)
                for place, name in enumerate(names)
                for before in names[max(place - self._reach, 0) : place]
            ]
            for first, second in dict.fromkeys(pairs):
                total += near.get(first, _NOTHING).get(second, other)
        return total


def _second_words(weights: TermWeights, block: str) -> dict[str, dict[str, complex]]:
    """Return, by first word, the second words of the terms of a block that have two, and their weights."""
    found: dict[str, dict[str, complex]] = {}
    for term, weight in weights.items():
        if " " in term and (term[0] if term[0] in BLOCKS else "") == block:
            first, _, second = term[len(block) :].partition(" ")
            found.setdefault(first, {})[second] = weight
    return found


def sums_of(analyzer: Analyzer, weights: TermWeights) -> TermSums:
    """Return the compiled sums where there are some for the analyzer's settings, else those of the rules."""
    return (CompiledSums if compiled_for(analyzer) else TermSums)(analyzer, weights)
