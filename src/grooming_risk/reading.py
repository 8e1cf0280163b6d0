"""Reads a message for a conversation: what one score needs, and what is left of it to join with the next messages.

A reading holds no text: numbers, and the names of the concepts the message spoke of.
"""

from collections.abc import Sequence
from math import inf, sqrt
from typing import Final, NamedTuple

from grooming_risk.contributions import positive_runs
from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, RISK
from grooming_risk.scorer import EMPTY_LOG_ODDS, Scorer
from grooming_risk.windows import WINDOW, windows

_RISK_HEAD: Final = HEADS.index(RISK)
_DISCLOSURE_HEAD: Final = HEADS.index(DISCLOSURE)
_SHORT_ANSWER: Final = 5  # words: "no i dont want" refuses, a longer text with a "not" in it need not

Span = tuple[int, int, float]
"""Start, end and weight of a stretch of a message that speaks for a pattern."""


class Reading(NamedTuple):
    """What a conversation keeps of a message until the next ones have come.

    Attributes
    ----------
    risk, disclosure : float
        Log-odds, the same that `grooming_risk.score` turns into probabilities.
    size : int
        Words.
    words : complex
        What its words add to the squared norm (real) and to the risk head (imaginary); 0 if too long to join.
    concepts : tuple of str
        Concepts in order; empty for a message that is.
    """

    risk: float
    disclosure: float
    size: int
    words: complex = 0j
    concepts: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether the message says no."""
        return "refuse" in self.concepts or (self.size <= _SHORT_ANSWER and "negation" in self.concepts)


class Reader:
    """Reads messages with a model.

    Parameters
    ----------
    scorer : Scorer
        The model.
    """

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self.concept_names = sorted(set(scorer.analyzer.lexicon.forms.values()))
        coef = scorer.artifact.coef[_DISCLOSURE_HEAD]
        self._helps = _HelpWeights(
            (term, idf * weight)
            for term, idf, weight in zip(scorer.artifact.terms, scorer.artifact.idf, coef, strict=True)
        )

    def read(self, text: str) -> Reading:
        """Read one message; a message without words has log-odds that stand for a probability of 0."""
        analyzer = self.scorer.analyzer
        words = analyzer.tokenizer.words(text)
        if not words:
            return Reading(EMPTY_LOG_ODDS, EMPTY_LOG_ODDS, 0)
        if len(words) > WINDOW:
            return self._read_long(words)
        weigh, helps = self.scorer.risk_weights.__getitem__, self._helps.__getitem__
        names = [name for name, _, _ in analyzer.concepts(words)]
        word_terms, concept_terms = analyzer.word_terms(words), analyzer.concept_terms(names)
        part = sum(map(weigh, word_terms), 0j)
        total = sum(map(weigh, concept_terms), part)
        norm = sqrt(total.real)
        help_sum = sum(map(helps, word_terms)) + sum(map(helps, concept_terms))
        return Reading(
            self.scorer.calibrated(total.imag / norm if norm else 0.0, _RISK_HEAD),
            self.scorer.calibrated(help_sum / norm if norm else 0.0, _DISCLOSURE_HEAD),
            len(words),
            part,
            tuple(names),
        )

    def _read_long(self, words: Sequence[str]) -> Reading:
        """Read the parts of a long message; the highest of each head counts."""
        weigh, helps = self.scorer.risk_weights.__getitem__, self._helps.__getitem__
        risk = help_ = -inf
        for part in windows(words):
            terms = self.scorer.analyzer.terms(part)
            total = sum(map(weigh, terms), 0j)
            norm = sqrt(total.real) or 1.0
            risk = max(risk, total.imag / norm)
            help_ = max(help_, sum(map(helps, terms)) / norm)
        calibrated = self.scorer.calibrated
        return Reading(calibrated(risk, _RISK_HEAD), calibrated(help_, _DISCLOSURE_HEAD), len(words))

    def patterns(self, text: str) -> tuple[float, ...]:
        """Return the log-odds of each pattern of one message."""
        return tuple(self.scorer.log_odds(text)[1 : 1 + len(PATTERNS)])

    def joined_risk(self, parts: Sequence[Reading]) -> float:
        """Return the log-odds of risk of several messages read as one.

        Words that two of them share count twice, and no pair of words reaches over a border; concepts do.
        """
        total = sum(map(self.scorer.risk_weights.__getitem__, self._joined_terms(parts)), _words(parts))
        return self.scorer.calibrated(total.imag / sqrt(total.real) if total.real else 0.0, _RISK_HEAD)

    def joined_patterns(self, parts: Sequence[Reading]) -> tuple[float, ...]:
        """Return the log-odds of each pattern of several messages read as one, from their concepts alone."""
        scorer = self.scorer
        terms = self._joined_terms(parts)
        norm = sqrt(sum(map(scorer.risk_weights.__getitem__, terms), _words(parts)).real) or 1.0
        columns = [scorer.columns[term] for term in terms if term in scorer.columns]
        artifact = scorer.artifact
        return tuple(
            scorer.calibrated(sum([artifact.idf[c] * artifact.coef[head][c] for c in columns]) / norm, head)
            for head in range(1, 1 + len(PATTERNS))
        )

    def spans(self, text: str, pattern: int, most: int) -> tuple[Span, ...]:
        """Return the strongest stretches of a message for a pattern, by its number."""
        runs = positive_runs(self.scorer.contributions(text, PATTERNS[pattern]).words)
        return tuple(sorted(sorted(runs, key=lambda run: -run[2])[:most]))

    def _joined_terms(self, parts: Sequence[Reading]) -> dict[str, None]:
        return self.scorer.analyzer.concept_terms([name for part in parts for name in part.concepts])


class _HelpWeights(dict[str, float]):
    """What each known term adds to the disclosure head; unknown ones add nothing."""

    def __missing__(self, term: str) -> float:
        return 0.0


def _words(parts: Sequence[Reading]) -> complex:
    return sum([part.words for part in parts], 0j)
