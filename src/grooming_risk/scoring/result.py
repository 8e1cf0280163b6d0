"""The score of a message: risk, level, and on demand patterns, disclosure, evidence and coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from grooming_risk.errors import GroomingRiskError
from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, Level
from grooming_risk.model.artifact import Artifact
from grooming_risk.scoring.reading import Reading
from grooming_risk.text.analyzer import Analyzer

if TYPE_CHECKING:
    from grooming_risk.scoring.block import ScoredBlock
    from grooming_risk.scoring.evidence import Evidence

SCORE_COLUMNS: Final = ("risk", "level", *PATTERNS, "disclosure", "coverage", "found")
"""Columns that a table has for each score."""


class Compiled(Protocol):
    """Scores many messages at once; see `grooming_risk.scoring.compiled.batch_scorer`."""

    def scores(self, texts: Sequence[str], *, patterns: bool = False) -> Iterator[Score]:
        """Return the scores of messages; with `patterns`, only evidence stays on demand."""

    def probabilities(self, texts: Sequence[str], heads: tuple[int, ...] = ...) -> tuple[Any, Any]:
        """Return the probabilities of heads, by their number in `HEADS`, shape (n_messages, n_heads); and coverage."""

    def block(self, texts: Sequence[str]) -> ScoredBlock:
        """Return all that a table holds of messages, column by column."""


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

    def level(self, risk: float) -> Level:
        """Return the level of a message with this risk."""

    def read(self, text: str) -> Reading:
        """Return the reading of a message, for the rest on demand."""

    def risk_log_odds(self, words: Sequence[str]) -> float:
        """Return the log-odds of risk of the words of a message."""


class Score:
    """The score of one message. In one line it shows no text; a notebook shows the message, with its evidence marked.

    Scores with the same numbers are equal. A pickle holds the numbers alone, in less than a kilobyte: neither the
    message nor the model. So a score from another process has all but its evidence.

    Parameters
    ----------
    model, text : Model or None, and str
        For what is computed on demand; a score that was pickled has none.
    risk : float in [0, 1]
        Calibrated probability of a grooming pattern in the message, at the base rate of the model: 1 such message in
        100 for the shipped one. Most chat has fewer, so decide by the level.
    level : {"none", "low", "medium", "high"}
        Level of the risk, by the thresholds of the model or of the site.
    heads : mapping of str to float, optional
        Probability of each head, if already computed.
    coverage : float in [0, 1], optional
        Share of known words, if already computed.
    marks : (tuple of str, bool), optional
        Patterns found, and whether the author asks for help, if already computed.
    language : str, optional
        Language, if already computed; empty for none.

    Examples
    --------
    >>> from grooming_risk import score
    >>> s = score("gg wp everyone")
    >>> s.level, float(s) == s.risk, s.evidence, f"{s:.2f}"
    ('none', True, (), '0.00')
    """

    __slots__ = (
        "_coverage",
        "_evidence",
        "_heads",
        "_language",
        "_marks",
        "_model",
        "_reading",
        "_text",
        "level",
        "risk",
    )

    def __init__(
        self,
        model: Model | None,
        text: str,
        risk: float,
        level: Level,
        heads: Mapping[str, float] | None = None,
        coverage: float | None = None,
        marks: tuple[tuple[str, ...], bool] | None = None,
        language: str | None = None,
    ) -> None:
        self.risk = risk
        self.level: Level = level
        self._model = model
        self._text = text
        self._heads = heads
        self._coverage = coverage
        self._marks = marks  # patterns found, and whether the author asks for help
        self._language = language  # empty for none
        self._evidence: tuple[Evidence, ...] | None = None
        self._reading: Reading | None = None

    def __float__(self) -> float:
        return self.risk

    def __format__(self, spec: str) -> str:
        return format(self.risk, spec) if spec else repr(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Score):
            return NotImplemented
        same = (self.risk, self.level) == (other.risk, other.level)
        return same and (self is other or self._numbers() == other._numbers())

    def __hash__(self) -> int:
        return hash((self.risk, self.level))

    def __reduce__(self) -> tuple[object, ...]:
        return _from_numbers, self._numbers()

    def __copy__(self) -> Score:
        return self

    def __deepcopy__(self, _: object) -> Score:
        return self

    def __repr__(self) -> str:
        return f"Score(risk={self.risk:.4f}, level={self.level!r})"

    def _repr_html_(self) -> str:
        from grooming_risk.scoring.html import render_score

        return render_score(self, None if self._model is None else self._text)

    @property
    def patterns(self) -> Mapping[str, float]:
        """Probability in [0, 1] of each of the eleven patterns, by name."""
        return MappingProxyType({name: self._probabilities()[name] for name in PATTERNS})

    @property
    def found(self) -> tuple[str, ...]:
        """Names of the patterns at or above their thresholds, whatever the level of the message."""
        return self._judged()[0]

    @property
    def disclosure(self) -> float:
        """Probability in [0, 1] that the author reports such behaviour or asks for help; it never raises the risk."""
        return self._probabilities()[DISCLOSURE]

    @property
    def asks_for_help(self) -> bool:
        """Whether the disclosure reaches the threshold of the model, or of the site."""
        return self._judged()[1]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Spans for the patterns found, else for the likeliest; the strongest first, none at level ``"none"``.

        Of a score that was pickled it is a GroomingRiskError: the message is not there.
        """
        if self._evidence is None:
            self._known_model()
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

    @property
    def language(self) -> str | None:
        """Language of most known words, by its folder such as ``"en"``; None where no word is known."""
        if self._language is None:
            self._language = self._read().language or ""
        return self._language or None

    def to_dict(self, *, evidence: bool = False) -> dict[str, Any]:
        """Return the score as plain data, ready for JSON; with `evidence`, it quotes the message."""
        data: dict[str, Any] = {
            "risk": self.risk,
            "level": self.level,
            "disclosure": self.disclosure,
            "coverage": self.coverage,
            "language": self.language,
            "patterns": dict(self.patterns),
            "found": list(self.found),
        }
        if evidence:
            from dataclasses import asdict  # on use: it costs milliseconds

            data["evidence"] = [asdict(one) for one in self.evidence]
        return data

    def _judged(self) -> tuple[tuple[str, ...], bool]:
        if self._marks is None:
            probabilities, model = self._probabilities(), self._known_model()
            marks = model.thresholds["patterns"]
            found = tuple(name for name in PATTERNS if probabilities[name] >= marks[name])
            self._marks = found, probabilities[DISCLOSURE] >= model.disclosure_threshold
        return self._marks

    def _numbers(self) -> tuple[Any, ...]:
        probabilities = self._probabilities()
        heads = tuple([probabilities[name] for name in HEADS])
        return self.risk, self.level, heads, self.coverage, self._judged(), self.language or ""

    def _known_model(self) -> Model:
        if self._model is None:
            raise GroomingRiskError("a score that was pickled holds no message, so it has no evidence; "
                                    "ask for it before, or score the message again")  # fmt: skip
        return self._model

    def _probabilities(self) -> Mapping[str, float]:
        if self._heads is None:
            self._heads = self._read().probabilities
        return self._heads

    def _read(self) -> Reading:
        if self._reading is None:
            self._reading = self._known_model().read(self._text)
        return self._reading


def _from_numbers(
    risk: float,
    level: Level,
    probabilities: tuple[float, ...],
    coverage: float,
    marks: tuple[tuple[str, ...], bool],
    language: str = "",
) -> Score:
    return Score(None, "", risk, level, dict(zip(HEADS, probabilities, strict=True)), coverage, marks, language)
