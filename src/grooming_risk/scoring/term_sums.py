"""Sums of weights over the terms of a message, by making the terms: the rule that `compiled_sums` is held to."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from grooming_risk.scoring.term_weights import TermWeights
from grooming_risk.text.analyzer import Analyzer
from grooming_risk.text.windows import windows


class TermSums:
    """What the terms of words and of rows of concepts add up to.

    Parameters
    ----------
    analyzer : Analyzer
        Makes the terms.
    weights : TermWeights
        What each term adds: to the squared norm (real part) and to a head (imaginary part).

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> model = load_model()
    >>> sums = TermSums(model.analyzer, model.risk_weights)
    >>> total, names = sums.read(["my", "cat"])
    >>> names, total.real > 0
    (['me', 'pet'], True)
    """

    def __init__(self, analyzer: Analyzer, weights: TermWeights) -> None:
        self.analyzer = analyzer
        self.weights = weights

    def read(self, words: Sequence[str]) -> tuple[complex, list[str]]:
        """Return the sum over the terms of the words alone, and the concepts that the words name."""
        total = sum(map(self.weights.__getitem__, self.analyzer.word_terms(words)), 0j)
        return total, [name for name, _, _ in self.analyzer.concepts(words)]

    def of_names(self, names: Sequence[str]) -> complex:
        """Return the sum over the terms of a row of concepts."""
        return sum(map(self.weights.__getitem__, self.analyzer.concept_terms(names)), 0j)

    def highest(self, words: Sequence[str]) -> float:
        """Return the highest decision, before its intercept, over the parts of a message that `windows` names."""
        return max([decision(self.of_part(part)) for part in windows(words)])

    def of_part(self, words: Sequence[str]) -> complex:
        """Return the sum over all terms of words that are read as one part of a message."""
        total, names = self.read(words)
        total += self.begin(words) + self.end(words)
        return total + self.of_names(names) if names else total

    def begin(self, words: Sequence[str]) -> complex:
        """Return the sum over the terms of how words begin."""
        return self._edge(self.analyzer.begin_terms(words))

    def end(self, words: Sequence[str]) -> complex:
        """Return the sum over the terms of how words end."""
        return self._edge(self.analyzer.end_terms(words))

    def _edge(self, terms: Sequence[str]) -> complex:
        weigh, other = self.weights.get, self.weights.unknown["|"]
        return sum([weigh(term, other) for term in terms], 0j)


def decision(total: complex) -> float:
    """Return a head's decision, before its intercept, for what the terms add to the squared norm and to the head."""
    return total.imag / sqrt(total.real) if total.imag else 0.0
