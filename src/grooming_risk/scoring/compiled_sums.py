"""The rules of `analyzer`, compiled for sums: what `TermSums` gives, without making a string for each term.

Of a word it is remembered what it adds, with which next words it is a term, and which forms it begins; of a concept,
what it adds together with others. One loop over the words then does it. What is rare is asked of the analyzer itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any, Final

from grooming_risk.scoring.compiled_windows import CompiledWindows
from grooming_risk.scoring.term_sums import TermSums, decision
from grooming_risk.scoring.term_weights import TermWeights
from grooming_risk.text.analyzer import BLOCKS, QUESTION, Analyzer
from grooming_risk.text.windows import WINDOW

_WORDS_MEMO: Final = 20_000
_ROWS_MEMO: Final = 20_000
_SHORT_ROW: Final = 4  # concepts; longer rows seldom come again

Nexts = Mapping[str, complex]
Word = tuple[complex, Nexts | None, str, Mapping[str, Any]]
"""What follows from a word: what it adds by itself (an unknown word: what its pieces add); the next words it is a term
with and what that adds (None for an unknown word, which has none); the concept it names by itself, or nothing; the
second words of the forms of several words that it begins."""

NOTHING: Final[dict[str, complex]] = {}

_NAME: Final = itemgetter(0)


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
        self.reach = settings.pair_distance
        self.words: dict[str, Word] = {}
        self._rows: dict[tuple[str, ...], complex] = {}
        self._edges: dict[tuple[str, ...], complex] = {}
        self.concepts = {name: weights["+" + name] for name in sorted(set(analyzer.lexicon.forms.values()))}
        pairs = _second_words(weights)
        self.nexts = pairs[""] if settings.word_ngrams > 1 else {}
        self.joined = pairs["+"] if settings.concept_ngrams > 1 else {}
        self.near = _both_ways(pairs["&"]) if self.reach else {}
        self.windows = CompiledWindows(self)
        self.other_next = weights.unknown[""] if settings.word_ngrams > 1 else 0j
        self.other_joined = weights.unknown["+"] if settings.concept_ngrams > 1 else 0j
        self.other_near = weights.unknown["&"]

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

    def begin(self, words: Sequence[str]) -> complex:
        """Return the sum over the terms of how words begin; chat begins alike, so it is kept."""
        return self._kept(("", *words[: self.analyzer.settings.begin_words]), words, super().begin)

    def end(self, words: Sequence[str]) -> complex:
        """Return the sum over the terms of how words end."""
        size = self.analyzer.settings.end_words
        return self._kept(tuple(words[-size:]) if size else (), words, super().end)

    def _kept(
        self, key: tuple[str, ...], words: Sequence[str], work_out: Callable[[Sequence[str]], complex]
    ) -> complex:
        if QUESTION in words:  # its place is no part of the key
            return work_out(words)
        total = self._edges.get(key)
        if total is None:
            if len(self._edges) >= _ROWS_MEMO:
                self._edges = {}
            total = self._edges[key] = work_out(words)
        return total

    def _read(self, words: Sequence[str]) -> tuple[complex, list[str]]:
        known, other = self.words, self.other_next
        total = 0j
        names: list[str] = []
        odd: list[str] = []
        nexts: Nexts | None = None
        longer: Mapping[str, Any] = NOTHING  # second words of the forms that the word before begins
        deeper: Mapping[str, Any] = NOTHING  # third words, and "" where a form ends
        several = False
        for word in words:
            if word in deeper:
                several = True
            if word in longer:
                deeper = longer[word]
                if "" in deeper:
                    several = True
            elif deeper:
                deeper = NOTHING
            weight, followers, concept, longer = known[word]
            total += weight
            if followers is None:
                odd.append(word)
            elif nexts is not None:
                total += nexts.get(word, other)
            nexts = followers
            if concept:
                names.append(concept)
        if len(odd) > 1 or len(set(words)) < len(words):
            total -= self._again(words) + self._shared(dict.fromkeys(odd))
        return total, [*map(_NAME, self.analyzer.concepts(words))] if several else names

    def know(self, words: Sequence[str]) -> None:
        """Make sure that all words are known."""
        if any(word not in self.words for word in words):
            self._learn(words)

    def _learn(self, words: Iterable[str]) -> None:
        if len(self.words) >= _WORDS_MEMO:
            self.words.clear()
        forms, known = self.analyzer.phrase_trie, self.analyzer.tokenizer.is_known
        for word in words:
            form = forms.get(word, NOTHING)
            nexts = self.nexts.get(word, NOTHING) if known(word) else None
            self.words[word] = (super().read([word])[0], nexts, form.get("", ""), form)

    def _again(self, words: Sequence[str]) -> complex:
        """Sum over the terms of words that come again, as often as they do."""
        total = 0j
        seen: set[str] = set()
        for word in words:
            if word in seen:
                total += self.words[word][0]
            seen.add(word)
        pairs = set()
        for first, second in pairwise(words):
            if (first, second) in pairs:
                nexts = self.words[first][1]
                if nexts is not None and self.words[second][1] is not None:
                    total += nexts.get(second, self.other_next)
            pairs.add((first, second))
        return total

    def _shared(self, odd: Iterable[str]) -> complex:
        """Sum over the pieces that several unknown words have in common, once less often than they have them."""
        pieces = [*chain.from_iterable(map(self.analyzer.subword_ngrams, odd))]
        if len(set(pieces)) == len(pieces):
            return 0j
        weigh = self.weights.__getitem__
        return sum(map(weigh, pieces), 0j) - sum(map(weigh, dict.fromkeys(pieces)), 0j)

    def _row(self, names: Sequence[str]) -> complex:
        once = len(set(names)) == len(names)
        total = sum([self.concepts[name] for name in (names if once else dict.fromkeys(names))], 0j)
        joined, other = self.joined, self.other_joined
        for first, second in pairwise(names) if once else dict.fromkeys(pairwise(names)):
            total += joined.get(first, NOTHING).get(second, other)
        return total + (self._pairs(names) if once else self._pairs_once(names))

    def _pairs(self, names: Sequence[str]) -> complex:
        """Sum over the pairs of names that are all different."""
        total, other, reach = 0j, self.other_near, self.reach
        for place, name in enumerate(names):
            near = self.near.get(name, NOTHING)
            for before in names[max(place - reach, 0) : place]:
                total += near.get(before, other)
        return total

    def _pairs_once(self, names: Sequence[str]) -> complex:
        """Sum over the pairs of names, each pair once."""
        pairs = dict.fromkeys(
            (name, before) if name < before else (before, name)
            for place, name in enumerate(names)
            for before in names[max(place - self.reach, 0) : place]
        )
        near, other = self.near, self.other_near
        return sum([near.get(first, NOTHING).get(second, other) for first, second in pairs], 0j)

    def highest(self, words: Sequence[str]) -> float:
        """Return the highest decision over the parts of a message."""
        if len(words) <= WINDOW:
            return decision(self.of_part(words))
        return max(self.windows.decisions(words))


def _both_ways(rows: Mapping[str, Mapping[str, complex]]) -> dict[str, dict[str, complex]]:
    """Return pairs by either of their names."""
    found: dict[str, dict[str, complex]] = {}
    for first, row in rows.items():
        for second, weight in row.items():
            found.setdefault(first, {})[second] = weight
            found.setdefault(second, {})[first] = weight
    return found


def _second_words(weights: TermWeights) -> dict[str, dict[str, dict[str, complex]]]:
    """Return, by block and first word, the second words of the terms that have two, and their weights."""
    found: dict[str, dict[str, dict[str, complex]]] = {block: {} for block in BLOCKS}
    words, blocks = found[""], {block: rows for block, rows in found.items() if block}
    for term, weight in weights.items():
        if term[0] == "|":  # `TermSums.begin` and `end` look these up whole
            continue
        first, blank, second = term.partition(" ")
        if blank:
            rows = blocks.get(first[0])
            if rows is None:
                rows = words
            else:
                first = first[1:]
            row = rows.get(first)
            if row is None:
                row = rows[first] = {}
            row[second] = weight
    return found


def sums_of(analyzer: Analyzer, weights: TermWeights) -> TermSums:
    """Return the compiled sums where there are some for the analyzer's settings, else those of the rules."""
    return (CompiledSums if compiled_for(analyzer) else TermSums)(analyzer, weights)
