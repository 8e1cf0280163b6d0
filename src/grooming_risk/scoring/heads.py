"""The weights of all heads: decisions of a message, and the share of each word in them."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property
from math import sqrt

from grooming_risk.labels import HEADS
from grooming_risk.model.artifact import Artifact
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.memo import Memo
from grooming_risk.scoring.sums import Sums
from grooming_risk.scoring.terms import Term, exact
from grooming_risk.text.analyzer import Analyzer


class Heads:
    """The weights of all heads.

    Parameters
    ----------
    artifact, analyzer, sums : Artifact, Analyzer, Sums
        Of one model.
    """

    def __init__(self, artifact: Artifact, analyzer: Analyzer, sums: Sums) -> None:
        self._artifact, self.analyzer, self.sums = artifact, analyzer, sums

    def __reduce__(self) -> tuple[object, ...]:
        return Heads, (self._artifact, self.analyzer, self.sums)

    @property
    def columns(self) -> dict[Term, int]:
        """Column of each term of the model that was met."""
        return self.sums.columns

    @cached_property
    def _weights(self) -> Memo[int, tuple[float, ...]]:
        """Weights of a column, by head."""
        sums = self.sums
        return Memo(lambda column: tuple(exact(sums.idf[column] * row[column]) for row in sums.coef))

    def decisions(self, terms: Collection[Term], others: complex = 0j) -> list[float]:
        """Return the decision of every head, before its intercept, for the terms of a part of a message.

        The real part of `others` is added to the squared norm.
        """
        norm = sqrt(sum(terms, others).real)
        weights = self._weights
        known = [weights[column] for column in map(self.columns.get, terms) if column is not None]
        return [total / norm if total else 0.0 for total in map(sum, zip((0.0,) * len(HEADS), *known, strict=True))]

    def decisions_of_parts(self, words: Sequence[str]) -> list[list[float]]:
        """Return the decisions of every head for each part of a message; none for a message without words."""
        return [*map(self.decisions, self.sums.parts(words))] if words else []

    def log_odds(self, decisions: Sequence[Sequence[float]]) -> list[float]:
        """Return the log-odds of every head, in the order of `HEADS`: each the highest over the parts of a message."""
        highest = map(max, zip(*decisions, strict=True))
        return [*map(self.calibrated, highest, range(len(HEADS)))] or [EMPTY_LOG_ODDS] * len(HEADS)

    def calibrated(self, decision: float, head: int) -> float:
        """Return the log-odds for the decision of a head, before its intercept."""
        artifact = self._artifact
        return artifact.slope[head] * (decision + artifact.intercept[head]) + artifact.offset[head]

    def word_weights(self, words: Sequence[str], head: int) -> list[float]:
        """Divide the weight of each term of a part among its occurrences, and of each occurrence among its words."""
        norm = sqrt(sum(self.sums.part(words), 0j).real)
        coef, idf = self.sums.coef[head], self.sums.idf
        located = self.analyzer.located_terms(words)
        occurrences = Counter(term for term, _, _ in located)
        weights = [0.0] * len(words)
        for term, first, last in located:
            if known := self.sums.known(term):
                column = self.columns[known]
                share = idf[column] * coef[column] / norm / occurrences[term] / (last - first + 1)
                for index in range(first, last + 1):
                    weights[index] += share
        return [self._artifact.slope[head] * weight for weight in weights]
