"""Reads a message for a conversation: its log-odds, and what is needed to join it with the next messages."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, RISK
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.evidence import positive_runs
from grooming_risk.scoring.memo import Memo
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.scoring.terms import Term, decision
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
        self._disclosure = Memo(partial(scorer.heads.weight, head=_DISCLOSURE_HEAD)).__getitem__
        self.concept_names = sorted(set(scorer.analyzer.lexicon.forms.values()))

    def read(self, text: str) -> Reading:
        """Return the reading of one message."""
        scorer, sums = self.scorer, self.scorer.sums
        words = scorer.analyzer.tokenizer.words(text)
        if not words:
            return Reading(EMPTY_LOG_ODDS, EMPTY_LOG_ODDS, 0)
        if len(words) > WINDOW:
            parts = [(sum(terms, 0j), self._asks(terms)) for terms in sums.parts(words)]
            risk, disclosure = max(decision(total) for total, _ in parts), max(_helps(*part) for part in parts)
            return Reading(*self._log_odds(risk, disclosure), len(words))
        of_words, names = sums.read(words)
        begin, end, of_names = sums.begin(words), sums.end(words), sums.of_names(names)
        part, first, last = sum(of_words, 0j), sum(begin, 0j), sum(end, 0j)
        total = part + first + last + sum(of_names, 0j)
        asks = self._asks(chain(of_words, begin, end, of_names))
        log_odds = self._log_odds(decision(total), _helps(total, asks))
        return Reading(*log_odds, len(words), _kept(part), _kept(first), _kept(last), tuple(names))

    def tokens(self, text: str) -> list[Token]:
        """Return the standard words of one message with their places."""
        return self.tokenizer.tokens(text)

    def concepts(self, text: str) -> list[str]:
        """Return the concepts of one message in order, however long it is."""
        words = self.scorer.analyzer.tokenizer.words(text)
        return self.scorer.sums.read(words)[1]

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
        return self._calibrated(decision(_words(parts) + sum(self._of_names(parts), 0j)), _RISK_HEAD)

    def joined_patterns(self, parts: Sequence[Reading]) -> tuple[float, ...]:
        """Return the log-odds of each pattern of several messages read as one, by their concepts alone."""
        heads = self.scorer.heads
        decisions = heads.decisions(self._of_names(parts), _words(parts))
        return tuple(map(heads.calibrated, decisions, range(len(HEADS))))[1 : 1 + len(PATTERNS)]

    def spans(self, text: str, pattern: int, most: int) -> tuple[Span, ...]:
        """Return the strongest spans of a message for a pattern, by its number."""
        runs = positive_runs(self.scorer.contributions(text, PATTERNS[pattern]).words)
        strongest = sorted(runs, key=lambda run: -run[2])[:most]
        return tuple(sorted((start, end, round(weight, 2)) for start, end, weight in strongest))

    def _of_names(self, parts: Sequence[Reading]) -> Collection[Term]:
        return self.scorer.sums.of_names([name for part in parts for name in part.concepts])

    def _asks(self, terms: Iterable[Term]) -> float:
        return sum(map(self._disclosure, terms))

    def _log_odds(self, risk: float, disclosure: float) -> tuple[float, float]:
        return self._calibrated(risk, _RISK_HEAD), self._calibrated(disclosure, _DISCLOSURE_HEAD)


def _helps(total: complex, asks: float) -> float:
    """Return the decision of disclosure for the sums of a part."""
    return decision(complex(total.real, asks))


def _kept(total: complex) -> complex:
    """Return a sum with four digits, which save memory."""
    return complex(round(total.real, _DIGITS), round(total.imag, _DIGITS))


def _words(parts: Sequence[Reading]) -> complex:
    return sum([part.words for part in parts], parts[0].begin + parts[-1].end)
