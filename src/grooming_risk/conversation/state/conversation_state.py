"""What a conversation tells after a message: risk, level, authors, timeline, alerts. Most of it comes on demand."""

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
from grooming_risk.labels import PATTERNS
from grooming_risk.model.conversation_rule import ConversationRule
from grooming_risk.model.logistic import sigmoid
from grooming_risk.scoring.result import Evidence


@dataclass(frozen=True, slots=True)
class Alert:
    """An author has reached ``"medium"`` or ``"high"``, or asks for help, for the first time. It is told once.

    Parameters
    ----------
    index : int
        Message of the conversation, from 0.
    at : float or None
        Its time in seconds.
    author : str or int
        Who carries the risk.
    level : str
        The level reached; of a cry for help the author's level then, which may be ``"none"``.
    risk : float in [0, 1]
        The author's risk then.
    patterns : tuple of str
        Patterns of the author that reached their own thresholds, the most urgent first; empty where none is clear.
    kind : {"risk", "help"}
        ``"help"``: the author tells of such behaviour or asks for help. Send it to those who help, before all others.

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
    level: str
    risk: float
    patterns: tuple[str, ...]
    kind: str = "risk"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A message that showed a pattern for the first time, or more strongly than any before it.

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
        Of the pattern in the message, or in it and the ones it continues.
    rise : float
        What the message added to the author's log-odds of risk, over all patterns.
    evidence : tuple of Evidence
        Where in the message; without its text unless the conversation keeps texts. Empty for a sentence that was split
        over several messages.

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
    """Where a conversation stands after a message. `Conversation.add` makes it; later messages do not change it.

    Parameters
    ----------
    risk : float in [0, 1]
        That of the riskiest author; ``float(state)`` is the same number.
    level : {"none", "low", "medium", "high"}
        Where the risk lies between the levels for conversations.
    index : int
        The message it stands after, from 0.
    author : str or int
        Who sent that message.
    alerts : tuple of Alert
        Raised by this message, a cry for help first; an author raises one for medium, for high and for help at most.
    out_of_order : bool
        The message is earlier by its clock than the one before it.
    dropped_authors : int
        How many authors were dropped so far because there were too many.
    quotes : tuple of (int, int)
        Where in the message its author quotes; what stands there counts for nothing.
    records : mapping of author to Author
        What the conversation keeps of each.
    rule : ConversationRule
        That of the model.
    texts : list of str or None
        The messages, where they are kept.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> state = Conversation().add("gg wp", author="rex")
    >>> state.level, state.index, state.alerts, float(state) == state.authors["rex"].risk
    ('none', 0, (), True)
    """

    risk: float
    level: str
    index: int
    author: AuthorName
    alerts: tuple[Alert, ...]
    out_of_order: bool
    dropped_authors: int
    quotes: tuple[Place, ...]
    records: Mapping[AuthorName, Author]
    rule: ConversationRule
    texts: list[str] | None

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
        """Every author remembered, the one heard last at the end."""
        return MappingProxyType({name: self._author_state(name) for name in self.records})

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """Which message raised what, in order: of each author and pattern the first message and the strongest."""
        marks = [(mark, name) for name, record in self.records.items() for mark in record.marks]
        return tuple(
            self._entry(mark, name) for mark, name in sorted(marks, key=lambda pair: (pair[0].message, pair[0].pattern))
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the state as plain data, ready for JSON, without text.

        ``"risk"`` and ``"level"`` are those of the conversation; ``"speaker"`` is the author of the message.
        """
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
