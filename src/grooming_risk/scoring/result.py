"""The score of a message: risk, level, and on demand patterns, disclosure, evidence and coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Final, Protocol

from grooming_risk.labels import DISCLOSURE, PATTERNS
from grooming_risk.model.artifact import Artifact
from grooming_risk.scoring.evidence import Evidence as Evidence  # as: for other modules too
from grooming_risk.scoring.reading import Reading
from grooming_risk.text.analyzer import Analyzer

SCORE_COLUMNS: Final = ("risk", "level", *PATTERNS, "disclosure", "coverage", "found")
"""Columns that a table has for each score."""


class Compiled(Protocol):
    """Scores many messages at once; see `grooming_risk.scoring.compiled.batch_scorer`."""

    def scores(self, texts: Sequence[str], *, patterns: bool = False) -> Iterator[Score]:
        """Return the scores of messages; with `patterns`, only evidence stays on demand."""

    def probabilities(self, texts: Sequence[str], heads: tuple[int, ...] = ...) -> tuple[Any, Any]:
        """Return the probabilities of heads, by their number in `HEADS`, shape (n_messages, n_heads); and coverage."""


class Model(Protocol):
    """What scores need of a model; see `grooming_risk.scoring.scorer.Scorer`."""

    artifact: Artifact
    analyzer: Analyzer
    thresholds: Mapping[str, Mapping[str, float]]
    disclosure_threshold: float

    @property
    def compiled(self) -> Compiled | None:
        """Scores many messages at once, where numba is installed."""

    def score(self, text: str) -> Score:
        """Score one message."""

    def level(self, risk: float) -> str:
        """Return the level of a message with this risk."""

    def read(self, text: str) -> Reading:
        """Return the reading of a message, for the rest on demand."""

    def risk_log_odds(self, words: Sequence[str]) -> float:
        """Return the log-odds of risk of the words of a message."""


class Score:
    """The score of one message; its representation does not show the message.

    Parameters
    ----------
    model, text : Model and str
        For what is computed on demand.
    risk : float in [0, 1]
        Calibrated probability of a grooming pattern in the message, at the base rate of the model: 1 such message in
        100 for the shipped one. Most chat has fewer, so decide by the level.
    level : {"none", "low", "medium", "high"}
        Level of the risk, by the thresholds of the model or of the site.
    heads : mapping of str to float, optional
        Probability of each head, if already computed.
    coverage : float in [0, 1], optional
        Share of known words, if already computed.

    Examples
    --------
    >>> from grooming_risk import score
    >>> s = score("gg wp everyone")
    >>> s.level, float(s) == s.risk, s.evidence
    ('none', True, ())
    """

    __slots__ = ("_coverage", "_evidence", "_heads", "_model", "_reading", "_text", "level", "risk")

    def __init__(
        self,
        model: Model,
        text: str,
        risk: float,
        level: str,
        heads: Mapping[str, float] | None = None,
        coverage: float | None = None,
    ) -> None:
        self.risk = risk
        self.level = level
        self._model = model
        self._text = text
        self._heads = heads
        self._coverage = coverage
        self._evidence: tuple[Evidence, ...] | None = None
        self._reading: Reading | None = None

    def __float__(self) -> float:
        return self.risk

    def __repr__(self) -> str:
        return f"Score(risk={self.risk:.4f}, level={self.level!r})"

    @property
    def patterns(self) -> Mapping[str, float]:
        """Probability in [0, 1] of each of the eleven patterns, by name."""
        return MappingProxyType({name: self._probabilities()[name] for name in PATTERNS})

    @property
    def found(self) -> tuple[str, ...]:
        """Names of the patterns at or above their thresholds, whatever the level of the message."""
        marks = self._model.thresholds["patterns"]
        return tuple(name for name in PATTERNS if self._probabilities()[name] >= marks[name])

    @property
    def disclosure(self) -> float:
        """Probability in [0, 1] that the author reports such behaviour or asks for help; it never raises the risk."""
        return self._probabilities()[DISCLOSURE]

    @property
    def asks_for_help(self) -> bool:
        """Whether the disclosure reaches the threshold of the model, or of the site."""
        return self.disclosure >= self._model.disclosure_threshold

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Spans that speak for the patterns found, else for the likeliest; empty at level ``"none"``."""
        if self._evidence is None:
            likeliest = max(PATTERNS, key=self._probabilities().__getitem__)
            names = () if self.level == "none" else self.found or (likeliest,)
            self._evidence = self._read().evidence(names)
        return self._evidence

    @property
    def coverage(self) -> float:
        """Share in [0, 1] of the words that the model knows; unknown words are not harmless."""
        if self._coverage is None:
            self._coverage = self._read().coverage
        return self._coverage

    def to_dict(self, *, evidence: bool = False) -> dict[str, Any]:
        """Return the score as plain data, ready for JSON; with `evidence`, it quotes the message."""
        data: dict[str, Any] = {
            "risk": self.risk,
            "level": self.level,
            "disclosure": self.disclosure,
            "coverage": self.coverage,
            "patterns": dict(self.patterns),
            "found": list(self.found),
        }
        if evidence:
            data["evidence"] = [asdict(one) for one in self.evidence]
        return data

    def _probabilities(self) -> Mapping[str, float]:
        if self._heads is None:
            self._heads = self._read().probabilities
        return self._heads

    def _read(self) -> Reading:
        if self._reading is None:
            self._reading = self._model.read(self._text)
        return self._reading


def score_columns(score: Score) -> tuple[Any, ...]:
    """Return the values of `SCORE_COLUMNS`; ``found`` is a tuple of names.

    Examples
    --------
    >>> from grooming_risk import score
    >>> row = dict(zip(SCORE_COLUMNS, score_columns(score("gg wp")), strict=True))
    >>> row["level"], row["found"]
    ('none', ())
    """
    return (score.risk, score.level, *score.patterns.values(), score.disclosure, score.coverage, score.found)
