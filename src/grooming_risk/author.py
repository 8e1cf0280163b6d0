"""What a conversation remembers of one author: a few numbers, no text. A record is never changed, only replaced."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING, Final, NamedTuple

from grooming_risk.labels import PATTERNS

if TYPE_CHECKING:
    from grooming_risk.reading import Reading, Span

OVERT: Final = ("image_request", "meeting_request", "coercion")
"""Patterns that ask for what the others prepare."""

FEATURES: Final = (
    "peak", "further", "burst", "rate", "share", "distinct", "order", "trend", "pressure", "late", "disclosure", "told",
    *PATTERNS,
)  # fmt: skip
"""Features of an author, in the order of `features`.

======================  ==============================================================================================
``peak``                evidence of the strongest message: log-odds of risk above -1, at most 6
``further``             evidence of the next four strongest messages together; never fades
``burst``               evidence of all messages, an older one fading by 3% with each new one; log(1 + highest sum)
``rate``                evidence of the five strongest messages for each message sent and five more; highest so far
``share``               ``burst`` times the share of the chat's evidence that is this author's
``distinct``            number of patterns seen
``order``               an overt pattern (image, meeting, coercion) after another one: the lesser of the two
``trend``               how far evidence of a few messages was above that of the twenty before, at most so far
``pressure``            strongest evidence in the three messages after somebody else said no
``late``                strongest evidence between ten at night and five, by the local clock, where it is known
``disclosure``          the author tells of such behaviour or asks for help: lowers the risk
``told``                somebody else in the chat does
pattern names           strongest log-odds of the pattern above -3, at most 6
======================  ==============================================================================================

None of them fades, so no amount of harmless talk afterwards lowers a risk; evidence of others lowers ``share`` alone.
"""

STRONGEST: Final = 5
"""Messages whose evidence is kept for good."""

SEEN: Final = -1.5
"""Log-odds from which a pattern counts as seen: a probability of 0.18."""

_FLOOR, _CAP = -1.0, 6.0
_PATTERN_FLOOR, _PATTERN_CAP = -3.0, 6.0
_DISCLOSURE_FLOOR, _DISCLOSURE_CAP = -2.0, 5.0
_FADING, _FAST, _SLOW = 0.97, 0.3, 0.05
_PRESSED: Final = 3  # messages after a refusal that count as pressure
_OVERT: Final = frozenset(map(PATTERNS.index, OVERT))
_ALL: Final = range(len(PATTERNS))
_SEEN_ABOVE: Final = SEEN - _PATTERN_FLOOR


class Mark(NamedTuple):
    """A message that showed a pattern for the first time, or more strongly than before.

    Attributes
    ----------
    pattern : int
        Number of the pattern.
    message : int
        Its place in the conversation, from 0.
    at : float or None
        Its time in seconds.
    log_odds : float
        Of the pattern.
    rise : float
        What the message added to the author's log-odds of risk.
    spans : tuple of Span
        Where in the message; empty where several messages had to be read together.
    """

    pattern: int
    message: int
    at: float | None
    log_odds: float
    rise: float
    spans: tuple[Span, ...]


class Part(NamedTuple):
    """A recent message that the next ones may continue."""

    reading: Reading
    message: int
    at: float | None


class Author(NamedTuple):
    """The record of an author; the evidence it holds is explained at `FEATURES`.

    ``rival`` is the evidence (`weight`) of the author among the others who has most of it, ``told`` the disclosure of
    the others, both as of the author's last message.
    """

    messages: int = 0
    strongest: tuple[float, ...] = (0.0,) * STRONGEST
    recent: float = 0.0
    burst: float = 0.0
    rate: float = 0.0
    fast: float = 0.0
    slow: float = 0.0
    trend: float = 0.0
    peaks: tuple[float, ...] = (0.0,) * len(PATTERNS)
    groundwork: float = 0.0
    order: float = 0.0
    pressed: int = 0
    pressure: float = 0.0
    late: float = 0.0
    disclosure: float = 0.0
    rival: float = 0.0
    told: float = 0.0
    tail: tuple[Part, ...] = ()
    marks: tuple[Mark, ...] = ()
    log_odds: float = 0.0
    alerted: int = 0

    @property
    def weight(self) -> float:
        """The evidence that is set against that of other authors."""
        return sum(self.strongest)


NOTHING: Final = (0.0,) * len(FEATURES)
"""Features of an author of whom nothing is to be said."""


def evidence_of(log_odds: float) -> float:
    """Return how far a message's log-odds of risk stand out, from 0 to 6."""
    return min(log_odds - _FLOOR, _CAP) if log_odds > _FLOOR else 0.0


def heard(author: Author, tail: tuple[Part, ...], evidence: float, disclosure: float, late: bool) -> Author:
    """Return the record after one more message; its patterns come with `shown`."""
    strongest, late_peak = author.strongest, author.late
    recent = author.recent * _FADING + evidence
    fast = author.fast + _FAST * (evidence - author.fast)
    slow = author.slow + _SLOW * (evidence - author.slow)
    if evidence > strongest[-1]:
        strongest = tuple(sorted((*strongest, evidence), reverse=True)[:STRONGEST])
    if late and evidence > late_peak:
        late_peak = evidence
    if disclosure > _DISCLOSURE_FLOOR:
        disclosure = max(author.disclosure, min(disclosure - _DISCLOSURE_FLOOR, _DISCLOSURE_CAP))
    else:
        disclosure = author.disclosure
    return Author(
        author.messages + 1,
        strongest,
        recent,
        recent if recent > author.burst else author.burst,
        max(author.rate, sum(strongest) / (author.messages + 1 + STRONGEST)) if evidence else author.rate,
        fast,
        slow,
        fast - slow if fast - slow > author.trend else author.trend,
        author.peaks,
        author.groundwork,
        author.order,
        author.pressed - 1 if author.pressed else 0,
        max(author.pressure, evidence) if author.pressed else author.pressure,
        late_peak,
        disclosure,
        author.rival,
        author.told,
        tail,
        author.marks,
        author.log_odds,
        author.alerted,
    )


def shown(author: Author, patterns: tuple[float, ...]) -> Author:
    """Return the record with the pattern log-odds of a message that stands out."""
    above = [min(max(log_odds - _PATTERN_FLOOR, 0.0), _PATTERN_CAP) for log_odds in patterns]
    overt = max(above[number] for number in _OVERT)
    other = max(above[number] for number in _ALL if number not in _OVERT)
    return author._replace(
        peaks=tuple(map(max, author.peaks, above)),
        order=max(author.order, min(author.groundwork, overt)),
        groundwork=max(author.groundwork, other),
    )


def refused(author: Author) -> Author:
    """Return the record after somebody else said no: what comes next, from an author with evidence, is pressure."""
    return author._replace(pressed=_PRESSED) if author.strongest[0] else author


def features(author: Author) -> tuple[float, ...]:
    """Return the features of an author, in the order of `FEATURES`; all are 0 or more."""
    if not author.strongest[0] and not author.disclosure and not author.told:
        return NOTHING
    own = author.weight
    burst = log1p(author.burst)
    return (
        author.strongest[0],
        own - author.strongest[0],
        burst,
        author.rate,
        burst * own / (own + author.rival + 1.0),
        float(sum([peak >= _SEEN_ABOVE for peak in author.peaks])),
        author.order,
        author.trend,
        author.pressure,
        author.late,
        author.disclosure,
        author.told,
        *author.peaks,
    )


def marked(author: Author, mark: Mark) -> Author:
    """Return the record with one more mark; of a pattern the first and the strongest are kept."""
    first = next((old for old in author.marks if old.pattern == mark.pattern), None)
    kept = tuple(old for old in author.marks if old.pattern != mark.pattern or old is first)
    return author._replace(marks=(*kept, mark))


def is_mark(author: Author, pattern: int, log_odds: float) -> bool:
    """Say whether a message shows a pattern for the first time, or more strongly than any before."""
    strongest = max((mark.log_odds for mark in author.marks if mark.pattern == pattern), default=None)
    return log_odds >= SEEN and (strongest is None or log_odds > strongest)


def pattern_log_odds(peak: float) -> float:
    """Return the log-odds that the peak of a pattern stands for."""
    return peak + _PATTERN_FLOOR


def disclosure_log_odds(disclosure: float) -> float:
    """Return the log-odds that the disclosure of an author stands for."""
    return disclosure + _DISCLOSURE_FLOOR
