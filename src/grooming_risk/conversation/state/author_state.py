"""The state of an author in a conversation: risk, level, patterns, disclosure, mostly on demand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from grooming_risk.conversation.author import Author
from grooming_risk.labels import PATTERNS, Level, most_urgent
from grooming_risk.model.conversation_rule import HELP, ConversationRule
from grooming_risk.model.logistic import sigmoid

AuthorName = str | int


class Findings:
    """Findings over the records of one author or several; base of `AuthorState` and `ConversationState`."""

    __slots__ = ()

    def _each(self) -> Collection[Author]:
        raise NotImplementedError

    @property
    def patterns(self) -> Mapping[str, float]:
        """Highest probability of each pattern in a message that stood out; 0 without such a message."""
        peaks = (max(values) for values in zip(*(record.peaks for record in self._each()), strict=True))
        return MappingProxyType(dict(zip(PATTERNS, map(sigmoid, peaks), strict=True)))

    @property
    def found(self) -> tuple[str, ...]:
        """Names of the patterns that reached their own thresholds, the most urgent first."""
        return most_urgent(self.first_seen)

    @property
    def first_seen(self) -> Mapping[str, int]:
        """First message, from 0, of each pattern."""
        first: dict[str, int] = {}
        for mark in sorted((mark for record in self._each() for mark in record.marks), key=lambda mark: mark.message):
            first.setdefault(PATTERNS[mark.pattern], mark.message)
        return MappingProxyType(first)

    @property
    def trend(self) -> float:
        """Average gain of the riskiest author's last few messages minus the last twenty; above 0 it escalates."""
        return max(self._each(), key=lambda record: record.log_odds).trend

    @property
    def disclosure(self) -> float:
        """Highest probability of a message that reports such behaviour or asks for help."""
        return sigmoid(max(record.disclosure for record in self._each()))

    @property
    def asks_for_help(self) -> bool:
        """Whether a message reached the threshold of disclosure."""
        return any(record.helped for record in self._each())


class AuthorState(Findings):
    """The state of one author; see `ConversationState.authors`.

    Parameters
    ----------
    record : Author
        Record that the conversation keeps of the author.
    rule : ConversationRule
        Rule of the model.

    Attributes
    ----------
    risk : float in [0, 1]
        Risk after the author's last message.
    level : {"none", "low", "medium", "high"}
        Level of the risk, by the levels for conversations.
    messages : int
        Messages since the author joined, or was dropped last.

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
        self.level: Level = rule.level(self.risk)
        self.messages = record.messages

    def _each(self) -> Collection[Author]:
        return (self._record,)

    def __repr__(self) -> str:
        return f"AuthorState(risk={self.risk:.4f}, level={self.level!r}, messages={self.messages})"

    @property
    def log_odds(self) -> float:
        """Log-odds of `risk`."""
        return self._record.log_odds

    @property
    def step(self) -> float:
        """Change of the log-odds of `risk` by the author's last message; ``"base"`` and all steps sum to the log-odds.

        With roles, an author who joins later changes the log-odds at the next message.
        """
        return self._record.step

    def to_dict(self) -> dict[str, Any]:
        """Return the state as plain data, ready for JSON."""
        return {
            "risk": self.risk,
            "level": self.level,
            "messages": self.messages,
            "disclosure": self.disclosure,
            "asks_for_help": self.asks_for_help,
            "found": list(self.found),
        }

    def contributions(self) -> Mapping[str, float]:
        """Return the parts of the log-odds of `risk`, which sum to it.

        ``"messages"`` is the highest sum over the author's messages, ``"help"`` the deduction for asking for help
        with nothing risky besides, ``"base"`` the log-odds of an author without messages, roles included.
        """
        messages = self._rule.slope * self._record.highest
        taken = -HELP * self._record.eased
        return MappingProxyType({"base": self._record.log_odds - messages - taken, "messages": messages, "help": taken})
