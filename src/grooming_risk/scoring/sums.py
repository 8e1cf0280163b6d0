"""The terms of a message by the rules of `grooming_risk.text.analyzer`, each looked up once.

A part of a message becomes a collection of terms in which each term of the part stands once. It serves every head.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any, Final

from grooming_risk.labels import HEADS, RISK
from grooming_risk.model.artifact import Artifact
from grooming_risk.scoring.concept_terms import ConceptTerms
from grooming_risk.scoring.memo import MOST, Memo
from grooming_risk.scoring.terms import GRID, Term, decision, exact
from grooming_risk.text.analyzer import QUESTION, Analyzer
from grooming_risk.text.windows import STRIDE, WHOLE_LIMIT, WINDOW, window_spans

_Rows = Memo[tuple[str, ...], tuple[Term, ...]]

_SHORT_ROW: Final = 4  # concepts; longer rows seldom repeat
_AT_ONCE: Final = 200 * STRIDE  # words of a long message whose terms are held, which bounds memory


class Sums:
    """What the terms of a message add up to.

    Parameters
    ----------
    artifact : Artifact
        The model.
    analyzer : Analyzer
        Its analyzer, whose rules these are.

    Attributes
    ----------
    terms : dict of str to Term
        The terms of the model, in the order of its columns.
    unknown : dict of str to Term
        By block, what an unknown term adds.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> sums = load_model().sums
    >>> terms, concepts = sums.read(["my", "cat"])
    >>> concepts, sums.terms["my cat"] in terms, sum(terms).real > 0
    (['me', 'pet'], True, True)
    """

    def __init__(self, artifact: Artifact, analyzer: Analyzer) -> None:
        self._artifact, self._analyzer, settings = artifact, analyzer, analyzer.settings
        weights = zip(artifact.idf, artifact.coef[HEADS.index(RISK)], strict=True)
        big = GRID  # `exact`, written out: a model has many terms, and a process waits for them
        terms = [Term(idf * idf + big - big, idf * weight + big - big) for idf, weight in weights]
        self.terms = dict(zip(artifact.terms, terms, strict=True))
        self.unknown = {block: Term(exact(idf * idf)) for block, idf in artifact.unknown.items()}
        self._find = self.terms.get
        word: Memo[str, Term | None] = Memo(self._known_word)
        row: _Rows = Memo(lambda names: tuple(self._concepts().of(names)))
        begin: _Rows = Memo(lambda words: tuple(map(self.term, analyzer.begin_terms(words))))
        end: _Rows = Memo(lambda words: tuple(map(self.term, analyzer.end_terms(words))))
        self._word, self._row = word.__getitem__, row.__getitem__
        self._begin, self._end = begin.__getitem__, end.__getitem__
        self._pair = Memo(self._find).__getitem__
        self._concept_terms = ConceptTerms(self._own, analyzer)
        self._concept = {word: form[""] for word, form in analyzer.phrase_trie.items() if "" in form}.get
        self._phrases = _phrases(analyzer.phrase_trie)
        self._has_pairs = settings.word_ngrams > 1
        self._first = slice(settings.begin_words)
        self._last = slice(-settings.end_words, None) if settings.end_words else slice(0)

    def __reduce__(self) -> tuple[Any, ...]:
        return Sums, (self._artifact, self._analyzer)

    def highest(self, words: Sequence[str]) -> float:
        """Return the highest decision of risk, before its intercept, over the parts of a message."""
        if len(words) <= WINDOW:
            return decision(sum(self.part(words), 0j))
        return max([decision(sum(part, 0j)) for part in self.parts(words)])

    def term(self, string: str) -> Term:
        """Return the term of a string; those that are unknown share one for each block."""
        return self._find(string) or self.unknown.get(string[0], self.unknown[""])

    def parts(self, words: Sequence[str]) -> Iterator[list[Term]]:
        """Yield the terms of each part of a message that `window_spans` names."""
        if len(words) <= WINDOW:
            yield self.part(words)
            return
        for first in range(0, len(words) - WINDOW + STRIDE, _AT_ONCE):
            some = words[first : first + _AT_ONCE + WINDOW - STRIDE]
            spans = window_spans(len(some))
            yield from self._of_spans(some, spans[1:] if first and WINDOW < len(some) <= WHOLE_LIMIT else spans)

    def part(self, words: Sequence[str]) -> list[Term]:
        """Return the terms of words that are read as one part of a message."""
        terms, names = self.read(words)
        terms += self.begin(words)
        terms += self.end(words)
        if names:
            terms += self.of_names(names)
        return terms

    def read(self, words: Sequence[str]) -> tuple[list[Term], list[str]]:
        """Return the terms of the words and of neighbouring words, and the concepts that the words name."""
        row = [*map(" ".join, pairwise(words))]
        names = self._names(words, row)
        once = {*words}
        terms = [*filter(None, map(self._word, once))]
        if len(terms) < len(once):
            strange = {word for word in once if self._word(word) is None}
            terms += map(self.term, {*chain.from_iterable(map(self._analyzer.subword_ngrams, strange))})
            row = [pair for pair, both in zip(row, pairwise(words), strict=True) if strange.isdisjoint(both)]
        if self._has_pairs:
            pairs = {*row}
            known = [*filter(None, map(self._pair, pairs))]
            terms += known
            terms += [self.unknown[""]] * (len(pairs) - len(known))
        return terms, names

    def begin(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the terms of how words begin."""
        return self._begin(tuple(_plain(words)[self._first]))

    def end(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the terms of how words end."""
        return self._end(tuple(_plain(words)[self._last]))

    def of_names(self, names: Sequence[str]) -> Collection[Term]:
        """Return the terms of a row of concepts."""
        return self._row(tuple(names)) if len(names) <= _SHORT_ROW else self._concepts().of(names)

    def _concepts(self) -> ConceptTerms:
        """Return the terms of concepts, for one message."""
        if self._concept_terms.size() > MOST:
            self._concept_terms = ConceptTerms(self._own, self._analyzer)
        return self._concept_terms

    def _known_word(self, word: str) -> Term | None:
        return self.term(word) if self._analyzer.tokenizer.is_known(word) else None

    def _own(self, string: str) -> Term:
        """Return the term of a string; an unknown one, or nothing, becomes a term of its own."""
        return self._find(string) or Term(self.unknown.get(string[0], self.unknown[""]) if string else 0)

    def _names(self, words: Sequence[str], row: Sequence[str]) -> list[str]:
        """Return the concepts that words name, the longest phrase first; see `Analyzer.concepts`."""
        names = [*map(self._concept, words)]
        if not self._phrases.keys().isdisjoint(row):
            after = 0
            for first in [place for place, pair in enumerate(row) if pair in self._phrases]:
                if first < after:  # within a phrase
                    continue
                end = first + 2
                longer: Mapping[str, Any] | None = self._phrases[row[first]]
                while longer is not None:
                    if "" in longer:
                        names[first:end] = [longer[""], *[None] * (end - first - 1)]
                        after = end
                    longer = longer.get(words[end]) if end < len(words) else None
                    end += 1
        return [*filter(None, names)]

    def _of_spans(self, words: Sequence[str], spans: Iterable[tuple[int, int]]) -> Iterator[list[Term]]:
        """Yield the terms of ranges of words; what the ranges share is looked up once."""
        row, concepts = [*map(" ".join, pairwise(words))], self._concepts()
        alone, pairs, pieces = self._of_places(words, row)
        located = self._analyzer.concepts(words)
        names, firsts, lasts = zip(*located, strict=True) if located else ((), (), ())
        lanes = concepts.lanes(names)
        for begin, end in spans:
            part, pairs_of_part = words[begin:end], row[begin : end - 1]
            low, high = bisect_left(lasts, begin), bisect_left(lasts, end)
            if (low < len(names) and firsts[low] < begin) or (high < len(names) and firsts[high] < end):  # a cut phrase
                named: list[Collection[Term]] = [concepts.of(self._names(part, pairs_of_part))]
            else:
                named = [lane[low : max(high - far, low)] for far, lane in lanes]
            terms = set(alone[begin:end]).union(pairs[begin : end - 1], *pieces[begin:end], *named)
            yield [*terms, *self.begin(part), *self.end(part)]

    def _of_places(self, words: Sequence[str], row: list[str]) -> tuple[Any, Any, Any]:
        """Return, by place, the term of each word, of each word and the next, and those of an unknown word's pieces."""
        own: dict[str, Term] = {"": Term()}  # unknown terms; nothing adds 0
        pieces: list[Sequence[Term]] = []
        if strange := {word for word in {*words} if self._word(word) is None}:
            pieces = [
                self._each(self._analyzer.subword_ngrams(word), "~", own) if word in strange else () for word in words
            ]
            row = ["" if {*both} & strange else pair for pair, both in zip(row, pairwise(words), strict=True)]
            words = ["" if word in strange else word for word in words]
        return self._each(words, "", own), self._each(row, "", own) if self._has_pairs else [], pieces

    def _each(self, strings: Sequence[str], block: str, own: dict[str, Term]) -> list[Term]:
        """Return the term of each string; an unknown one is a term of its own, the same for the same string."""
        get, put, unknown = own.get, own.setdefault, self.unknown[block]
        found = zip(map(self._find, strings), strings, strict=True)
        return [term or get(string) or put(string, Term(unknown)) for term, string in found]


def _phrases(forms: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the first two words of each phrase, joined by a blank, and the tree of what may follow them."""
    return {f"{first} {second}": tree for first, form in forms.items() for second, tree in form.items() if second}


def _plain(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word != QUESTION] if QUESTION in words else words
