"""The terms of a message by the rules of `grooming_risk.text.analyzer`, looked up instead of built."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any, Final

from grooming_risk.labels import HEADS, RISK
from grooming_risk.model.artifact import Artifact
from grooming_risk.scoring.memo import Memo, Value
from grooming_risk.scoring.terms import Term, decision, exact
from grooming_risk.text.analyzer import QUESTION, Analyzer
from grooming_risk.text.windows import windows

_RISK: Final = HEADS.index(RISK)
_SHORT_ROW: Final = 4  # concepts; longer rows seldom repeat
_FEW: Final = 4_000  # cached rows, beginnings and ends: they seldom repeat, and a larger cache costs megabytes


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
    columns : dict of Term to int
        Column of each term of the model that was met.
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
        self._artifact, self._analyzer, settings = artifact, analyzer, analyzer.settings
        self.idf, self.coef = artifact.idf, artifact.coef
        self._column = artifact.terms
        self._made: dict[str, Term] = {}
        self.columns: dict[Term, int] = {}
        self._unknown = {block: Term(exact(idf * idf)) for block, idf in artifact.unknown.items()}
        known, nothing = analyzer.tokenizer.is_known, Term()
        pairs, concept_pairs = settings.word_ngrams > 1, settings.concept_ngrams > 1
        self._word = _cached(lambda word: self.term(word) if known(word) else nothing)
        self._bigram = _cached(lambda pair: self.term(pair) if pairs and all(map(known, pair.split(" "))) else nothing)
        self._concept = _cached(lambda name: self.term("+" + name))
        self._concept_bigram = _cached(lambda pair: self.term("+" + " ".join(pair)) if concept_pairs else nothing)
        self._near = _cached(self.term)
        self._row = _cached(self._concept_terms, _FEW)
        self._begin = _cached(lambda words: tuple(map(self.term, analyzer.begin_terms(words))), _FEW)
        self._end = _cached(lambda words: tuple(map(self.term, analyzer.end_terms(words))), _FEW)
        self._first = slice(settings.begin_words)
        self._last = slice(-settings.end_words, None) if settings.end_words else slice(0)
        self._distances = range(1, settings.pair_distance + 1)
        self._concepts: dict[str, str] = {}
        self._name = self._concepts.get
        self._phrases: dict[str, Mapping[str, Any]] = {}
        self._learn_phrases(analyzer.phrase_trie)

    def _learn_phrases(self, firsts: Iterable[str]) -> None:
        """Learn the phrases of the analyzer that begin with some words."""
        trie = self._analyzer.phrase_trie
        for first in firsts:
            node = trie[first]
            if "" in node:
                self._concepts[first] = node[""]
            self._phrases.update({f"{first} {second}": after for second, after in node.items() if second})

    def extend(
        self, forms: Iterable[str], terms: Sequence[str], idf: array[float], coef: Sequence[array[float]]
    ) -> None:
        """Add the phrases of another language, which the analyzer has learnt, and its terms."""
        first = len(self._column)
        self.idf, self.coef = self.idf + idf, [own + new for own, new in zip(self.coef, coef, strict=True)]
        self._column = {**self._column, **dict(zip(terms, range(first, first + len(terms)), strict=True))}
        self._learn_phrases({form.partition(" ")[0] for form in forms})

    def __reduce__(self) -> tuple[Any, ...]:
        return Sums, (self._artifact, self._analyzer)

    def highest(self, words: Sequence[str]) -> float:
        """Return the highest decision of risk, before its intercept, over the parts of a message."""
        return max(decision(sum(part, 0j)) for part in self.parts(words))

    def parts(self, words: Sequence[str]) -> Iterator[list[Term]]:
        """Yield the terms of each part of a message: see `grooming_risk.text.windows`."""
        return map(self.part, windows(words))

    def part(self, words: Sequence[str]) -> list[Term]:
        """Return the terms of words that are read as one part of a message."""
        terms, names = self.read(words)
        return [*terms, *self.begin(words), *self.end(words), *self.of_names(names)]

    def read(self, words: Sequence[str]) -> tuple[list[Term], list[str]]:
        """Return the terms of the words and of their bigrams, and the concepts that the words name."""
        bigrams = [*map(" ".join, pairwise(words))]
        distinct = {*words}
        terms = [*map(self._word, distinct)]
        if not all(terms):
            unknown = [word for word in distinct if not self._word(word)]
            terms += map(self.term, {*chain.from_iterable(map(self._analyzer.subword_ngrams, unknown))})
        terms += map(self._bigram, {*bigrams})
        return terms, self._names(words, bigrams)

    def begin(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the begin terms."""
        return self._begin(tuple(_plain(words)[self._first]))

    def end(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the end terms."""
        return self._end(tuple(_plain(words)[self._last]))

    def of_names(self, names: Sequence[str]) -> Collection[Term]:
        """Return the terms of a sequence of concepts."""
        return self._row(tuple(names)) if len(names) <= _SHORT_ROW else self._concept_terms(names)

    def term(self, string: str) -> Term:
        """Return the term of a string; the unknown ones of a block share one."""
        return self.known(string) or self._unknown.get(string[0], self._unknown[""])

    def known(self, string: str) -> Term | None:
        """Return the term of a string that the model knows, made when it is first met; None for any other."""
        term = self._made.get(string)
        if term is None and (column := self._column.get(string)) is not None:
            idf, weight = self.idf[column], self.coef[_RISK][column]
            new = Term(exact(idf * idf), exact(idf * weight))
            self.columns[new] = column  # before others find the term
            term = self._made.setdefault(string, new)
        return term

    def _concept_terms(self, names: Sequence[str]) -> list[Term]:
        pairs = chain.from_iterable([zip(names, names[distance:], strict=False) for distance in self._distances])
        near = {*map(self._analyzer.pair_terms.__getitem__, pairs)}
        bigrams = {*pairwise(names)}
        return [*map(self._concept, {*names}), *map(self._concept_bigram, bigrams), *map(self._near, near)]

    def _names(self, words: Sequence[str], bigrams: Sequence[str]) -> list[str]:
        """Return the concepts that words name, the longest phrase first; see `Analyzer.concepts`."""
        names = [*map(self._name, words)]
        if not self._phrases.keys().isdisjoint(bigrams):
            free = 0  # first word behind the last phrase
            for first in [place for place, bigram in enumerate(bigrams) if bigram in self._phrases]:
                if first < free:
                    continue
                end, node = first + 2, self._phrases.get(bigrams[first])
                while node is not None:
                    if "" in node:
                        names[first:end] = [node[""], *[None] * (end - first - 1)]
                        free = end
                    node = node.get(words[end]) if end < len(words) else None
                    end += 1
        return [*filter(None, names)]


def _cached(make: Callable[[Any], Value], *most: int) -> Callable[[Any], Value]:
    cache: Memo[Any, Value] = Memo(make, *most)
    return cache.__getitem__


def _plain(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word != QUESTION] if QUESTION in words else words
