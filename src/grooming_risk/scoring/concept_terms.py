"""The terms of concepts, looked up by name and by pair of names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, pairwise

from grooming_risk.scoring.memo import Kept
from grooming_risk.scoring.terms import Term
from grooming_risk.text.analyzer import Analyzer

_Pair = tuple[str, str]


class ConceptTerms:
    """Terms of concepts and of pairs of them; an unknown one is here a term of its own.

    Parameters
    ----------
    term : callable
        Returns the term of a string.
    analyzer : Analyzer
        Its rules.
    """

    def __init__(self, term: Callable[[str], Term], analyzer: Analyzer) -> None:
        pair_terms, runs = analyzer.pair_terms, analyzer.settings.concept_ngrams > 1
        alone: Kept[str, Term] = Kept(lambda name: term("+" + name))
        joined: Kept[_Pair, Term] = Kept(lambda pair: term("+" + " ".join(pair) if runs else ""))
        either_way: Kept[str, Term] = Kept(term)
        near: Kept[_Pair, Term] = Kept(lambda pair: either_way[pair_terms[pair]])
        self._alone, self._joined, self._near = alone.__getitem__, joined.__getitem__, near.__getitem__
        self._distances = range(1, analyzer.settings.pair_distance + 1)
        self.size = near.__len__

    def of(self, names: Sequence[str]) -> set[Term]:
        """Return the terms of a row of concepts."""
        near = chain.from_iterable([zip(names, names[far:], strict=False) for far in self._distances])
        return {*map(self._alone, names), *map(self._joined, pairwise(names)), *map(self._near, near)}

    def lanes(self, names: Sequence[str]) -> list[tuple[int, list[Term]]]:
        """Return the same terms by place, in lists by how many concepts the second one of a term is further on."""
        near = [[*map(self._near, zip(names, names[far:], strict=False))] for far in self._distances]
        return [(0, [*map(self._alone, names)]), (1, [*map(self._joined, pairwise(names))]), *enumerate(near, 1)]
