"""What a conversation tells after a message: risk, level, authors, timeline, alerts. Most of it comes on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from grooming_risk.author import Author, Mark
from grooming_risk.conversation_rule import HELP, ConversationRule
from grooming_risk.labels import PATTERNS
from grooming_risk.log_odds import sigmoid
from grooming_risk.result import Evidence

AuthorName = str | int


@dataclass(frozen=True, slots=True)
class Alert:
    """An author has reached ``"medium"`` or ``"high"`` for the first time. It is told once.

    Parameters
    ----------
    index : int
        Message of the conversation, from 0.
    at : float or None
        Its time in seconds.
    author : str or int
        Who carries the risk.
    level : str
        The level reached.
    risk : float in [0, 1]
        The author's risk then.
    patterns : tuple of str
        Patterns the author has shown.

    Examples
    --------
    >>> Alert(4, 60.0, "rex", "medium", 0.95, ("secrecy",)).level
    'medium'
    """

    index: int
    at: float | None
    author: AuthorName
    level: str
    risk: float
    patterns: tuple[str, ...]


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


class AuthorState:
    """Where one author stands. `ConversationState.authors` makes it.

    Parameters
    ----------
    record : Author
        What the conversation keeps of the author.
    rule : ConversationRule
        That of the model.

    Attributes
    ----------
    risk : float in [0, 1]
        As of the author's last message.
    level : {"none", "low", "medium", "high"}
        Where the risk lies between the levels for conversations.
    messages : int
        How many were heard since the author was last unknown.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> author = Conversation().add("gg wp", author="rex").authors["rex"]
    >>> author.level, author.messages, dict(author.first_seen)
    ('none', 1, {})
    """

    __slots__ = ("_record", "_rule", "level", "messages", "risk")

    def __init__(self, record: Author, rule: ConversationRule) -> None:
        self._record = record
        self._rule = rule
        self.risk = sigmoid(record.log_odds)
        self.level = rule.level(self.risk)
        self.messages = record.messages

    def __repr__(self) -> str:
        return f"AuthorState(risk={self.risk:.4f}, level={self.level!r}, messages={self.messages})"

    @property
    def patterns(self) -> Mapping[str, float]:
        """Highest probability of each pattern in a message that stood out; 0 for one that none spoke for."""
        return _patterns([self._record])

    @property
    def first_seen(self) -> Mapping[str, int]:
        """Pattern to the message, from 0, that showed it first."""
        return _first_seen([self._record])

    @property
    def trend(self) -> float:
        """What the last few messages added on average, less the last twenty; above 0 it escalates."""
        return self._record.trend

    @property
    def disclosure(self) -> float:
        """Highest probability, over the author's messages, that one tells of such behaviour or asks for help."""
        return _disclosure([self._record])

    @property
    def step(self) -> float:
        """What the author's last message changed in the log-odds of `risk`; the steps of all messages sum to it.

        They begin at ``"base"``. Where roles are known, who joins the chat later changes it with the next message.
        """
        return self._record.step

    @property
    def asks_for_help(self) -> bool:
        """Whether a message of the author reached the threshold of disclosure."""
        return self._record.helped

    def contributions(self) -> Mapping[str, float]:
        """Return what makes up the log-odds of `risk`; the parts sum to it.

        ``"messages"`` is the highest sum over the author's messages, ``"help"`` what asking for help takes off,
        ``"base"`` an author who has said nothing, what is known of roles included.
        """
        messages = self._rule.slope * self._record.highest
        taken = -HELP * self._record.helped
        return MappingProxyType({"base": self._record.log_odds - messages - taken, "messages": messages, "help": taken})


class ConversationState:
    """Where a conversation stands after a message. `Conversation.add` makes it; later messages do not change it.

    Parameters
    ----------
    risk, level : float and str
        See below.
    place : tuple
        Index, author, alerts, out of order, dropped authors: see below.
    records : mapping of author to Author
        What the conversation keeps of each.
    rule : ConversationRule
        That of the model.
    texts : list of str or None
        The messages, where they are kept.

    Attributes
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
        Raised by this message; an author raises one at most twice, for medium and for high.
    out_of_order : bool
        The message is earlier by its clock than the one before it.
    dropped_authors : int
        How many authors were dropped so far because there were too many.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> state = Conversation().add("gg wp", author="rex")
    >>> state.level, state.index, state.alerts, float(state) == state.authors["rex"].risk
    ('none', 0, (), True)
    """

    __slots__ = (
        "_records",
        "_rule",
        "_texts",
        "alerts",
        "author",
        "dropped_authors",
        "index",
        "level",
        "out_of_order",
        "risk",
    )  # fmt: skip

    def __init__(
        self,
        risk: float,
        level: str,
        place: tuple[int, AuthorName, tuple[Alert, ...], bool, int],
        records: Mapping[AuthorName, Author],
        rule: ConversationRule,
        texts: list[str] | None,
    ) -> None:
        self.risk = risk
        self.level = level
        self.index, self.author, self.alerts, self.out_of_order, self.dropped_authors = place
        self._records = records
        self._rule = rule
        self._texts = texts

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
        return MappingProxyType({name: self._author_state(name) for name in self._records})

    @property
    def patterns(self) -> Mapping[str, float]:
        """Highest probability of each pattern, over the authors."""
        return _patterns(list(self._records.values()))

    @property
    def first_seen(self) -> Mapping[str, int]:
        """Pattern to the message, from 0, that showed it first."""
        return _first_seen(list(self._records.values()))

    @property
    def trend(self) -> float:
        """The trend of the riskiest author; above 0 it escalates."""
        riskiest = max(self._records.values(), key=lambda record: record.log_odds)
        return riskiest.trend

    @property
    def disclosure(self) -> float:
        """Highest probability, over all messages, that one tells of such behaviour or asks for help."""
        return _disclosure(list(self._records.values()))

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """Which message raised what, in order: of each author and pattern the first message and the strongest."""
        marks = [(mark, name) for name, record in self._records.items() for mark in record.marks]
        return tuple(
            self._entry(mark, name) for mark, name in sorted(marks, key=lambda pair: (pair[0].message, pair[0].pattern))
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the state as plain data, ready for JSON; without text unless the conversation keeps it."""
        return {
            "risk": self.risk,
            "level": self.level,
            "index": self.index,
            "author": self.author,
            "disclosure": self.disclosure,
            "trend": self.trend,
            "patterns": dict(self.patterns),
            "first_seen": dict(self.first_seen),
            "alerts": [asdict(alert) for alert in self.alerts],
            "out_of_order": self.out_of_order,
            "dropped_authors": self.dropped_authors,
            "authors": [
                {
                    "author": name,
                    "risk": state.risk,
                    "level": state.level,
                    "messages": state.messages,
                    "disclosure": state.disclosure,
                    "asks_for_help": state.asks_for_help,
                }
                for name, state in self.authors.items()
            ],
        }

    def _author_state(self, name: AuthorName) -> AuthorState:
        return AuthorState(self._records[name], self._rule)

    def _entry(self, mark: Mark, name: AuthorName) -> TimelineEntry:
        text = self._texts[mark.message] if self._texts is not None and mark.message < len(self._texts) else ""
        evidence = tuple(
            Evidence(start, end, text[start:end], PATTERNS[mark.pattern], weight) for start, end, weight in mark.spans
        )
        probability = sigmoid(mark.log_odds)
        return TimelineEntry(mark.message, mark.at, name, PATTERNS[mark.pattern], probability, mark.rise, evidence)


def _patterns(records: list[Author]) -> Mapping[str, float]:
    peaks = (max(record.peaks[number] for record in records) for number in range(len(PATTERNS)))
    return MappingProxyType(dict(zip(PATTERNS, map(sigmoid, peaks), strict=True)))


def _first_seen(records: list[Author]) -> Mapping[str, int]:
    first: dict[str, int] = {}
    for mark in sorted((mark for record in records for mark in record.marks), key=lambda mark: mark.message):
        first.setdefault(PATTERNS[mark.pattern], mark.message)
    return MappingProxyType(first)


def _disclosure(records: list[Author]) -> float:
    return sigmoid(max(record.disclosure for record in records))
