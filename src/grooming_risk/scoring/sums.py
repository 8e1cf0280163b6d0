"""The terms of a message by the rules of `grooming_risk.text.analyzer`, looked up instead of built."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, compress, count, pairwise
from typing import Any, Final

from grooming_risk.labels import HEADS, RISK
from grooming_risk.model.artifact import Artifact
from grooming_risk.scoring.memo import cached
from grooming_risk.scoring.terms import NOTHING, Term, exact
from grooming_risk.text.analyzer import Analyzer
from grooming_risk.text.token_kinds import QUESTION
from grooming_risk.text.windows import windows

_RISK: Final = HEADS.index(RISK)
_SHORT_ROW: Final = 4  # concepts; longer rows seldom repeat
_FEW: Final = 4_000  # cached rows, beginnings and ends: they seldom repeat, and a larger cache costs megabytes

PAIRS: Final = 50_000
"""Pairs that are cached, at most."""

Pair = tuple[str, str]
"""Two words, or two concepts, in order."""


class Sums:
    """The terms of a message and their sums.

    A part of a message becomes a collection of terms. It serves every head.

    Parameters
    ----------
    artifact : Artifact
        The model.
    analyzer : Analyzer
        Its analyzer.

    Attributes
    ----------
    analyzer : Analyzer
        That of the parameters.
    unknown : dict of str to Term
        What an unknown term of each block adds.
    columns : dict of Term to int
        Column of each term of the model that was met.
    column : mapping of str to int
        Column of each term of the model.
    idf, coef : array of float, and list of them
        IDF of each column, and its weights, a row for each head.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> sums = load_model().sums
    >>> terms, concepts = sums.read(["my", "cat"])
    >>> concepts, sums.known("my cat") in terms, sum(terms).real > 0
    (['me', 'pet'], True, True)
    """

    def __init__(self, artifact: Artifact, analyzer: Analyzer) -> None:
        self._artifact, self.analyzer, settings = artifact, analyzer, analyzer.settings
        self.idf, self.coef = artifact.idf, artifact.coef
        self._known = analyzer.tokenizer.known
        self.column: Mapping[str, int] = artifact.terms
        self._made: dict[str, Term] = {}
        self.columns: dict[Term, int] = {}
        self.unknown = {block: Term(exact(idf * idf)) for block, idf in artifact.unknown.items()}
        known, concept_pairs = analyzer.tokenizer.is_known, settings.concept_ngrams > 1
        is_pair = settings.word_ngrams > 1
        self.word = cached(lambda word: self.term(word) if known(word) else NOTHING)
        self._bigram = cached(lambda pair: self.term(" ".join(pair)) if is_pair and all(map(known, pair)) else NOTHING)
        self.concept = cached(lambda name: self.term("+" + name))
        self.concept_bigram = cached(lambda pair: self.term("+" + " ".join(pair)) if concept_pairs else NOTHING)
        self.near = cached(self._near_term, PAIRS)
        self._unknown_near: dict[str, Term] = {}
        self._row = cached(self.concept_terms, _FEW)
        self._begin = cached(lambda words: tuple(map(self.term, analyzer.begin_terms(words))), _FEW)
        self._end = cached(lambda words: tuple(map(self.term, analyzer.end_terms(words))), _FEW)
        self._first = slice(settings.begin_words)
        self._last = slice(-settings.end_words, None) if settings.end_words else slice(0)
        self._reach = settings.pair_distance
        self._concepts: dict[str, str] = {}
        self._name = self._concepts.get
        self._phrases: dict[Pair, tuple[str | None, Mapping[str, Any] | None]] = {}  # concept, and longer phrases
        self._learn_phrases(analyzer.phrase_trie)

    def _learn_phrases(self, firsts: Iterable[str]) -> None:
        """Learn the phrases of the analyzer that begin with some words."""
        trie = self.analyzer.phrase_trie
        ends: dict[str | None, tuple[str | None, None]] = {}  # phrases of a concept share one
        for first in firsts:
            node = trie[first]
            if "" in node:
                self._concepts[first] = node[""]
            for second, after in node.items():
                if second:
                    goes_on = len(after) > ("" in after)
                    name = after.get("")
                    self._phrases[first, second] = (name, after) if goes_on else ends.setdefault(name, (name, None))

    def extend(
        self, forms: Iterable[str], terms: Sequence[str], idf: array[float], coef: Sequence[array[float]]
    ) -> None:
        """Add the phrases of another language, which the analyzer has learnt, and its terms."""
        first = len(self.column)
        self.idf, self.coef = self.idf + idf, [own + new for own, new in zip(self.coef, coef, strict=True)]
        self.column = {**self.column, **dict(zip(terms, range(first, first + len(terms)), strict=True))}
        self._learn_phrases({form.partition(" ")[0] for form in forms})

    def __reduce__(self) -> tuple[Any, ...]:
        return Sums, (self._artifact, self.analyzer)

    def parts(self, words: Sequence[str]) -> Iterator[list[Term]]:
        """Yield the terms of each part of a message: see `grooming_risk.text.windows`."""
        return map(self.part, windows(words))

    def part(self, words: Sequence[str]) -> list[Term]:
        """Return the terms of words that are read as one part of a message."""
        terms, names = self.read(words)
        return [*terms, *self.begin(words), *self.end(words), *self.of_names(names)]

    def read(self, words: Sequence[str]) -> tuple[list[Term], list[str]]:
        """Return the terms of the words and of their bigrams, and the concepts that the words name."""
        pieces = map(self.term, self.piece_terms(self.unknown_words(words)))
        terms = [*map(self.word, {*words}), *pieces, *map(self._bigram, {*pairwise(words)})]
        return terms, self.names(words)

    def unknown_words(self, words: Iterable[str]) -> set[str]:
        """Return the distinct unknown words among some."""
        left = {*words}.difference(self._known)
        return {word for word in left if not self.analyzer.tokenizer.is_known(word)} if left else left

    def piece_terms(self, unknown: Iterable[str]) -> set[str]:
        """Return the character n-grams of unknown words, as strings."""
        return {*chain.from_iterable(map(self.analyzer.subword_ngrams, unknown))}

    def begin(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the begin terms."""
        return self._begin(tuple(self.first(words)))

    def end(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the end terms."""
        return self._end(tuple(self.last(words)))

    def first(self, words: Sequence[str]) -> Sequence[str]:
        """Return the words of the longest begin term."""
        return _plain(words)[self._first]

    def last(self, words: Sequence[str]) -> Sequence[str]:
        """Return the words of the longest end term."""
        return _plain(words)[self._last]

    def of_names(self, names: Sequence[str]) -> Collection[Term]:
        """Return the terms of a sequence of concepts."""
        return self._row(tuple(names)) if len(names) <= _SHORT_ROW else self.concept_terms(names)

    def term(self, string: str) -> Term:
        """Return the term of a string; the unknown ones of a block share one."""
        return self.known(string) or self.unknown.get(string[0], self.unknown[""])

    def known(self, string: str) -> Term | None:
        """Return the term of a string that the model knows, made when it is first met; None for any other."""
        term = self._made.get(string)
        if term is None and (column := self.column.get(string)) is not None:
            idf, weight = self.idf[column], self.coef[_RISK][column]
            new = Term(exact(idf * idf), exact(idf * weight))
            self.columns[new] = column  # before others find the term
            term = self._made.setdefault(string, new)
        return term

    def weight(self, term: Term, head: int) -> float:
        """Return the weight of a term for a head, by its number."""
        column = self.columns.get(term)
        return 0.0 if column is None else exact(self.idf[column] * self.coef[head][column])

    def near_pairs(self, names: Sequence[str]) -> Iterable[Pair]:
        """Return the pairs of near concepts in a sequence of them, in order."""
        if len(names) <= self._reach + 1:
            return combinations(names, 2)
        return chain.from_iterable([zip(names, names[far:], strict=False) for far in range(1, self._reach + 1)])

    def names(self, words: Sequence[str]) -> list[str]:
        """Return the concepts that words name, the longest phrase first; see `Analyzer.concepts`."""
        return self.names_between(words, 0, len(words), *self.named(words))

    def named(self, words: Sequence[str]) -> tuple[list[str | None], list[int]]:
        """Return the concept of each word by itself, and the places at which a phrase of several words may begin."""
        begins = map(self._phrases.__contains__, pairwise(words))
        return [*map(self._name, words)], [*compress(count(), begins)]

    def names_between(
        self, words: Sequence[str], start: int, end: int, single: Sequence[str | None], places: Sequence[int]
    ) -> list[str]:
        """Return the concepts that the words of a half-open range name, if they are read by themselves.

        Parameters
        ----------
        words : sequence of str
            Words of a message.
        start, end : int
            The range.
        single, places : sequences
            What `named` returns for the message.
        """
        names = [*single[start:end]]
        free = start  # first word behind the last phrase
        for first in places[bisect_left(places, start) :] if start else places:
            if first < free:
                continue
            if first + 1 >= end:
                break
            name, node = self._phrases[words[first], words[first + 1]]
            last = after = first + 2
            while node and after < end and (node := node.get(words[after])):
                after += 1
                if "" in node:
                    name, last = node[""], after
            if name:
                names[first - start : last - start] = [name, *[None] * (last - first - 1)]
                free = last
        return [*filter(None, names)]

    def _near_term(self, pair: Pair) -> Term:
        """Return the term of two near concepts in either order: one of its own, so that terms are as many as pairs."""
        string = self.analyzer.pair_terms[pair]
        return self.known(string) or self._unknown_near.setdefault(string, Term(self.unknown["&"]))

    def concept_terms(self, names: Sequence[str]) -> list[Term]:
        """Return the terms of a sequence of concepts, worked out anew."""
        near = {*map(self.near, self.near_pairs(names))}
        return [*map(self.concept, {*names}), *map(self.concept_bigram, {*pairwise(names)}), *near]


def _plain(words: Sequence[str]) -> Sequence[str]:
    """Return the words without question marks."""
    return [word for word in words if word != QUESTION] if QUESTION in words else words
