"""Reads a message for a conversation: what one score needs, and what is left of it to join with the next messages.

A reading holds no text: numbers, and the names of the concepts the message spoke of.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final, NamedTuple

from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, RISK
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.compiled_sums import sums_of
from grooming_risk.scoring.evidence import positive_runs
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.scoring.term_sums import decision
from grooming_risk.scoring.term_weights import TermWeights
from grooming_risk.text.windows import WINDOW

_RISK_HEAD: Final = HEADS.index(RISK)
_DISCLOSURE_HEAD: Final = HEADS.index(DISCLOSURE)

_DIGITS: Final = 4

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
    begin, end : complex
        What its beginning and its end add; likewise.
    concepts : tuple of str
        Concepts in order; empty for a message that is.
    """

    risk: float
    disclosure: float
    size: int
    words: complex = 0j
    begin: complex = 0j
    end: complex = 0j
    concepts: tuple[str, ...] = ()


class Reader:
    """Reads messages with a model.

    Parameters
    ----------
    scorer : Scorer
        The model.
    """

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self._calibrated = scorer.heads.calibrated
        self.concept_names = sorted(set(scorer.analyzer.lexicon.forms.values()))
        self._helps = sums_of(scorer.analyzer, TermWeights(scorer.artifact, _DISCLOSURE_HEAD))

    def read(self, text: str) -> Reading:
        """Read one message; a message without words has log-odds that stand for a probability of 0."""
        scorer, sums = self.scorer, self.scorer.sums
        words = scorer.analyzer.tokenizer.words(text)
        if not words:
            return Reading(EMPTY_LOG_ODDS, EMPTY_LOG_ODDS, 0)
        disclosure = self._calibrated(self._helps.highest(words), _DISCLOSURE_HEAD)
        if len(words) > WINDOW:
            return Reading(self._calibrated(sums.highest(words), _RISK_HEAD), disclosure, len(words))
        part, names = sums.read(words)
        begin, end = sums.begin(words), sums.end(words)
        total = part + begin + end + (sums.of_names(names) if names else 0j)
        risk = self._calibrated(decision(total), _RISK_HEAD)
        return Reading(risk, disclosure, len(words), _kept(part), _kept(begin), _kept(end), tuple(names))

    def patterns(self, text: str) -> tuple[float, ...]:
        """Return the log-odds of each pattern of one message."""
        return tuple(self.scorer.log_odds(text)[1 : 1 + len(PATTERNS)])

    def joined_risk(self, parts: Sequence[Reading]) -> float:
        """Return the log-odds of risk of several messages read as one.

        Words that two of them share count twice, and no pair of words reaches over a border; concepts do.
        """
        names = [name for part in parts for name in part.concepts]
        return self._calibrated(decision(_words(parts) + self.scorer.sums.of_names(names)), _RISK_HEAD)

    def joined_patterns(self, parts: Sequence[Reading]) -> tuple[float, ...]:
        """Return the log-odds of each pattern of several messages read as one, from their concepts alone."""
        scorer = self.scorer
        terms = self._joined_terms(parts)
        norm = sqrt(sum(map(scorer.risk_weights.__getitem__, terms), _words(parts)).real) or 1.0
        known = scorer.heads.columns
        columns = [known[term] for term in terms if term in known]
        artifact = scorer.artifact
        return tuple(
            self._calibrated(sum([artifact.idf[c] * artifact.coef[head][c] for c in columns]) / norm, head)
            for head in range(1, 1 + len(PATTERNS))
        )

    def spans(self, text: str, pattern: int, most: int) -> tuple[Span, ...]:
        """Return the strongest stretches of a message for a pattern, by its number."""
        runs = positive_runs(self.scorer.contributions(text, PATTERNS[pattern]).words)
        strongest = sorted(runs, key=lambda run: -run[2])[:most]
        return tuple(sorted((start, end, round(weight, 2)) for start, end, weight in strongest))

    def _joined_terms(self, parts: Sequence[Reading]) -> dict[str, None]:
        return self.scorer.analyzer.concept_terms([name for part in parts for name in part.concepts])


def _kept(total: complex) -> complex:
    """Return a sum with the digits that are kept of it: more would say no more, and cost memory."""
    return complex(round(total.real, _DIGITS), round(total.imag, _DIGITS))


def _words(parts: Sequence[Reading]) -> complex:
    return sum([part.words for part in parts], parts[0].begin + parts[-1].end)
