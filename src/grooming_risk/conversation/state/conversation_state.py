"""The state of a conversation after a message: risk, level, authors, timeline, alerts, mostly on demand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from grooming_risk.conversation.author import Author, Mark
from grooming_risk.conversation.quotes import Place
from grooming_risk.conversation.state.author_state import AuthorName as AuthorName  # as: for other modules too
from grooming_risk.conversation.state.author_state import AuthorState as AuthorState
from grooming_risk.conversation.state.author_state import Findings
from grooming_risk.labels import PATTERNS, Level
from grooming_risk.model.conversation_rule import ConversationRule
from grooming_risk.model.logistic import sigmoid
from grooming_risk.scoring.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Alert:
    """An author reaches ``"medium"`` or ``"high"``, or asks for help, for the first time. Raised once.

    Parameters
    ----------
    index : int
        Message of the conversation, from 0.
    at : float or None
        Its time in seconds.
    author : str or int
        Author with the risk.
    level : str
        The level reached; for help the author's level at the time, possibly ``"none"``.
    risk : float in [0, 1]
        The author's risk at the time.
    patterns : tuple of str
        Patterns of the author at or above their thresholds, the most urgent first; may be empty.
    kind : {"risk", "help"}
        ``"help"``: the author reports such behaviour or asks for help. Send it to helpers, before all other alerts.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> text = "someone keeps asking me for pics, i am scared, what do i do"
    >>> [(alert.kind, alert.author) for alert in Conversation().add(text, author="kiki").alerts]
    [('help', 'kiki')]
    """

    index: int
    at: float | None
    author: AuthorName
    level: Level
    risk: float
    patterns: tuple[str, ...]
    kind: str = "risk"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A message that showed a pattern for the first time, or more strongly than any before.

    Parameters
    ----------
    index : int
        Message of the conversation, from 0.
    at : float or None
        Its time in seconds.
    author : str or int
        Who sent it.
    pattern : str
        One of `PATTERNS`.
    probability : float in [0, 1]
        Of the pattern in the message, or in the messages joined with it.
    rise : float
        What the message added to the author's log-odds of risk.
    evidence : tuple of Evidence
        Spans of the message, without text unless the conversation keeps texts; empty for joined messages.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> state = Conversation().add("our secret ok, dont tell your mom", author="rex")
    >>> [(entry.index, entry.author, entry.pattern) for entry in state.timeline]
    [(0, 'rex', 'secrecy')]
    """

    index: int
    at: float | None
    author: AuthorName
    pattern: str
    probability: float
    rise: float
    evidence: tuple[Evidence, ...]


@dataclass(eq=False, repr=False, slots=True)
class ConversationState(Findings):
    """The state of a conversation after a message; see `Conversation.add`. Later messages do not change it.

    Parameters
    ----------
    risk : float in [0, 1]
        Risk of the riskiest author, also ``float(state)``.
    level : {"none", "low", "medium", "high"}
        Level of the risk, by the levels for conversations.
    index : int
        Number of the message, from 0.
    author : str or int
        Who sent the message.
    alerts : tuple of Alert
        Raised by this message, help first; an author raises at most one each for medium, high and help.
    out_of_order : bool
        Whether the message is earlier than the one before.
    dropped_authors : int
        Number of authors dropped so far.
    quotes : tuple of (int, int)
        Spans of the message that are quotes; they do not count.
    records : mapping of author to Author
        The record of each author.
    rule : ConversationRule
        The rule of the model.
    texts : list of str or None
        The messages, if kept.
    last_at : float or None
        Latest time that a message had, in seconds.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> state = Conversation().add("gg wp", author="rex")
    >>> state.level, state.index, state.alerts, float(state) == state.authors["rex"].risk
    ('none', 0, (), True)
    """

    risk: float
    level: Level
    index: int
    author: AuthorName
    alerts: tuple[Alert, ...]
    out_of_order: bool
    dropped_authors: int
    quotes: tuple[Place, ...]
    records: Mapping[AuthorName, Author]
    rule: ConversationRule
    texts: list[str] | None
    last_at: float | None = None

    def _each(self) -> Collection[Author]:
        return self.records.values()

    def __float__(self) -> float:
        return self.risk

    def __repr__(self) -> str:
        return f"ConversationState(risk={self.risk:.4f}, level={self.level!r}, index={self.index})"

    @property
    def speaker(self) -> AuthorState:
        """The author of the message."""
        return self._author_state(self.author)

    @property
    def authors(self) -> Mapping[AuthorName, AuthorState]:
        """Every author kept, the latest speaker last."""
        return MappingProxyType({name: self._author_state(name) for name in self.records})

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """The first and the strongest message of each author and pattern, in order."""
        marks = [(mark, name) for name, record in self.records.items() for mark in record.marks]
        marks.sort(key=lambda pair: (pair[0].message, pair[0].pattern))
        return tuple(self._entry(mark, name) for mark, name in marks)

    def to_dict(self) -> dict[str, Any]:
        """Return the state as plain data, ready for JSON, without text; ``"speaker"`` is the author of the message."""
        return {
            "risk": self.risk,
            "level": self.level,
            "index": self.index,
            "author": self.author,
            "speaker": self.speaker.to_dict(),
            "disclosure": self.disclosure,
            "trend": self.trend,
            "patterns": dict(self.patterns),
            "found": list(self.found),
            "first_seen": dict(self.first_seen),
            "alerts": [asdict(alert) for alert in self.alerts],
            "out_of_order": self.out_of_order,
            "dropped_authors": self.dropped_authors,
            "authors": [{"author": name, **state.to_dict()} for name, state in self.authors.items()],
        }

    def _author_state(self, name: AuthorName) -> AuthorState:
        return AuthorState(self.records[name], self.rule)

    def _entry(self, mark: Mark, name: AuthorName) -> TimelineEntry:
        text = self.texts[mark.message] if self.texts is not None and mark.message < len(self.texts) else ""
        evidence = tuple(
            Evidence(start, end, text[start:end], PATTERNS[mark.pattern], weight) for start, end, weight in mark.spans
        )
        probability = sigmoid(mark.log_odds)
        return TimelineEntry(mark.message, mark.at, name, PATTERNS[mark.pattern], probability, mark.rise, evidence)
