"""Reads a message for a conversation: its log-odds, and what is needed to join it with the next messages."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, RISK
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.evidence import positive_runs
from grooming_risk.scoring.part_sums import PartSums
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.scoring.terms import decision
from grooming_risk.text.tokenizer import Token
from grooming_risk.text.windows import WINDOW

_RISK_HEAD: Final = HEADS.index(RISK)
_DISCLOSURE_HEAD: Final = HEADS.index(DISCLOSURE)

_SPEECH: Final = ("tell", "talk")  # concepts
_DIGITS: Final = 4

Span = tuple[int, int, float]
"""Start, end and weight of a span of a message that speaks for a pattern."""


class Reading(NamedTuple):
    """What a conversation keeps of a message: numbers and concepts, no text.

    Attributes
    ----------
    risk, disclosure : float
        Log-odds, as `grooming_risk.score` computes them.
    size : int
        Words.
    words : complex
        Squared norm (real) and risk sum (imaginary) of its words; 0 for a message too long to join.
    begin, end : complex
        The same of its begin and end terms.
    concepts : tuple of str
        Concepts in order; empty for a message too long to join.
    """

    risk: float
    disclosure: float
    size: int
    words: complex = 0j
    begin: complex = 0j
    end: complex = 0j
    concepts: tuple[str, ...] = ()


class Reader:
    """Reads messages with a model."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer, self.tokenizer = scorer, scorer.analyzer.tokenizer
        self._calibrated = scorer.heads.calibrated
        self._risk, self._help = scorer.part_sums, PartSums(scorer.sums, _DISCLOSURE_HEAD)
        self.concept_names = sorted(set(scorer.analyzer.lexicon.forms.values()))

    def read(self, text: str) -> Reading:
        """Return the reading of one message."""
        words = self.tokenizer.words(text)
        if not words:
            return Reading(EMPTY_LOG_ODDS, EMPTY_LOG_ODDS, 0)
        risk, help_ = self._risk, self._help
        if len(words) > WINDOW:
            return Reading(*self._log_odds(risk.highest(words), help_.highest(words)), len(words))
        names = self.scorer.sums.names(words)
        part, first, last = risk.of_words(words), risk.begin(words), risk.end(words)
        total = part + first + last + risk.of_names(names)
        asks = help_.of_words(words) + help_.begin(words) + help_.end(words) + help_.of_names(names)
        log_odds = self._log_odds(decision(total), decision(asks))
        return Reading(*log_odds, len(words), _kept(part), _kept(first), _kept(last), tuple(names))

    def tokens(self, text: str) -> list[Token]:
        """Return the standard words of one message with their places."""
        return self.tokenizer.tokens(text)

    def concepts(self, text: str) -> list[str]:
        """Return the concepts of one message in order, however long it is."""
        return self.scorer.sums.names(self.tokenizer.words(text))

    def tells(self, text: str) -> bool:
        """Return whether one message has a word such as "said" or "message", in a phrase or alone."""
        form = self.scorer.analyzer.lexicon.forms.get
        return any(form(word) in _SPEECH for word in self.scorer.analyzer.tokenizer.words(text))

    def patterns(self, text: str) -> tuple[float, ...]:
        """Return the log-odds of each pattern of one message."""
        return tuple(self.scorer.log_odds(text)[1 : 1 + len(PATTERNS)])

    def joined_risk(self, parts: Sequence[Reading]) -> float:
        """Return the log-odds of risk of several messages read as one.

        Words in two of them count twice. Bigrams of words end at a border; those of concepts do not.
        """
        return self._calibrated(decision(_words(parts) + self._risk.of_names(_names(parts))), _RISK_HEAD)

    def joined_patterns(self, parts: Sequence[Reading]) -> tuple[float, ...]:
        """Return the log-odds of each pattern of several messages read as one, by their concepts alone."""
        heads = self.scorer.heads
        decisions = heads.decisions(self.scorer.sums.of_names(_names(parts)), _words(parts))
        return tuple(map(heads.calibrated, decisions, range(len(HEADS))))[1 : 1 + len(PATTERNS)]

    def spans(self, text: str, pattern: int, most: int) -> tuple[Span, ...]:
        """Return the strongest spans of a message for a pattern, by its number."""
        runs = positive_runs(self.scorer.contributions(text, PATTERNS[pattern]).words)
        strongest = sorted(runs, key=lambda run: -run[2])[:most]
        return tuple(sorted((start, end, round(weight, 2)) for start, end, weight in strongest))

    def _log_odds(self, risk: float, disclosure: float) -> tuple[float, float]:
        return self._calibrated(risk, _RISK_HEAD), self._calibrated(disclosure, _DISCLOSURE_HEAD)


def _kept(total: complex) -> complex:
    """Return a sum with four digits, which save memory."""
    return complex(round(total.real, _DIGITS), round(total.imag, _DIGITS))


def _words(parts: Sequence[Reading]) -> complex:
    return sum([part.words for part in parts], parts[0].begin + parts[-1].end)


def _names(parts: Sequence[Reading]) -> list[str]:
    return [name for part in parts for name in part.concepts]
