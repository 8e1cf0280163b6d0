"""Weighs a message for every head, and shares what it comes to among its words."""

from array import array
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from math import sqrt
from typing import NamedTuple

from grooming_risk.labels import HEADS
from grooming_risk.model.artifact import Artifact
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.evidence import Contributions
from grooming_risk.scoring.term_weights import TermWeights, exact
from grooming_risk.text.analyzer import Analyzer
from grooming_risk.text.tokenizer import Token
from grooming_risk.text.windows import window_spans, windows


class _Row(NamedTuple):
    """The TF-IDF row of a part of a message: columns, and the norm of known and unknown terms together."""

    columns: list[int]
    norm: float


class Heads:
    """The weights of all heads.

    Parameters
    ----------
    artifact : Artifact
        The model.
    analyzer : Analyzer
        Makes the terms of a message.
    risk_weights : TermWeights
        Tells what a term adds to the norm.
    """

    def __init__(self, artifact: Artifact, analyzer: Analyzer, risk_weights: TermWeights) -> None:
        self._artifact, self._analyzer, self._risk_weights = artifact, analyzer, risk_weights
        self._weights: dict[int, array[float]] = {}

    @cached_property
    def columns(self) -> dict[str, int]:
        """Column of each term."""
        return {term: column for column, term in enumerate(self._artifact.terms)}

    def log_odds(self, words: Sequence[str]) -> list[float]:
        """Return the log-odds of every head but risk: each the highest over the parts of the message."""
        rows = [self._row(part) for part in windows(words)] if words else []
        if not rows:
            return [EMPTY_LOG_ODDS] * (len(HEADS) - 1)
        return [self.calibrated(max(self._decision(row, head) for row in rows), head) for head in range(1, len(HEADS))]

    def contributions(self, tokens: Sequence[Token], head: int) -> Contributions:
        """Take the log-odds of one head apart, word by word; see `Scorer.contributions`."""
        if not tokens:
            return Contributions(EMPTY_LOG_ODDS, [])
        parts = [tokens[start:end] for start, end in window_spans(len(tokens))]
        best = max(parts, key=lambda part: self._decision(self._row([token.word for token in part]), head))
        weights = self._word_weights([token.word for token in best], head)
        slope = self._artifact.slope[head]
        return Contributions(
            self.calibrated(0.0, head), [(token, slope * w) for token, w in zip(best, weights, strict=True)]
        )

    def calibrated(self, decision: float, head: int) -> float:
        """Return the log-odds that a head's decision, before its intercept, stands for."""
        artifact = self._artifact
        return artifact.slope[head] * (decision + artifact.intercept[head]) + artifact.offset[head]

    def _word_weights(self, words: Sequence[str], head: int) -> list[float]:
        """Share what each term adds among its occurrences, and each occurrence among its words."""
        norm = self._row(words).norm
        coef, idf = self._artifact.coef[head], self._artifact.idf
        located = self._analyzer.located_terms(words)
        occurrences = Counter(term for term, _, _ in located)
        weights = [0.0] * len(words)
        for term, first, last in located:
            column = self.columns.get(term)
            if column is not None:
                share = idf[column] * coef[column] / norm / occurrences[term] / (last - first + 1)
                for index in range(first, last + 1):
                    weights[index] += share
        return weights

    def _row(self, words: Sequence[str]) -> _Row:
        columns: list[int] = []
        square = 0.0
        for term in self._analyzer.terms(words):
            column = self.columns.get(term)
            square += self._risk_weights[term].real
            if column is not None:
                columns.append(column)
        return _Row(columns, sqrt(square))

    def _decision(self, row: _Row, head: int) -> float:
        weights = self._head_weights(head)
        total = sum([weights[column] for column in row.columns])
        return total / row.norm if total else 0.0

    def _head_weights(self, head: int) -> Sequence[float]:
        if head not in self._weights:
            numbers = zip(self._artifact.idf, self._artifact.coef[head], strict=True)
            self._weights[head] = array("d", [exact(idf * weight) for idf, weight in numbers])
        return self._weights[head]
