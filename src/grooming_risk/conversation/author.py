"""The record of one author in a conversation: a few numbers, no text. Immutable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from grooming_risk.labels import PATTERNS
from grooming_risk.model.logistic import EMPTY_LOG_ODDS

if TYPE_CHECKING:
    from grooming_risk.conversation.reader import Reading, Span

Name = TypeVar("Name", str, int, str | int)
_FAST, _SLOW = 0.3, 0.05


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
        Where in the message; empty for joined messages.
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
    """The record of an author.

    Attributes
    ----------
    messages : int
        Number of messages.
    current, highest : float, 0 or more
        S of the rule after the last message, and its maximum.
    fast, slow : float
        Moving averages of the gain over the last few and the last twenty messages.
    peaks : tuple of float
        Highest log-odds of each pattern in a message that stood out.
    disclosure : float
        Highest log-odds of disclosure.
    helped : bool
        Whether a message reached the threshold of disclosure.
    log_odds : float
        Of the author's risk, roles included.
    step : float
        Change of it by the last message.
    tail : tuple of Part
        The last messages, which the next ones may continue.
    marks : tuple of Mark
        The first and the strongest message of each pattern.
    said : bytes
        A byte for each of the last words in messages that stood out: see `grooming_risk.conversation.copies`.
    alerted : int
        Number of the highest level alerted.
    help_told : bool
        Whether the alert for help was raised.
    eased : bool
        Whether a message asked for help and said nothing risky besides, which lowers the risk once.
    """

    messages: int = 0
    current: float = 0.0
    highest: float = 0.0
    fast: float = 0.0
    slow: float = 0.0
    peaks: tuple[float, ...] = (EMPTY_LOG_ODDS,) * len(PATTERNS)
    disclosure: float = EMPTY_LOG_ODDS
    helped: bool = False
    log_odds: float = 0.0
    step: float = 0.0
    tail: tuple[Part, ...] = ()
    marks: tuple[Mark, ...] = ()
    said: bytes = b""
    alerted: int = 0
    help_told: bool = False
    eased: bool = False

    @property
    def trend(self) -> float:
        """Average gain of the last few messages minus that of the last twenty; above 0 it escalates."""
        return self.fast - self.slow


def with_message(author: Author, tail: tuple[Part, ...], current: float, gain: float, disclosure: float) -> Author:
    """Return the record after one more message, with its S, gain and log-odds of disclosure."""
    return author._replace(
        messages=author.messages + 1,
        current=current,
        highest=max(author.highest, current),
        fast=author.fast + _FAST * (gain - author.fast),
        slow=author.slow + _SLOW * (gain - author.slow),
        disclosure=max(author.disclosure, disclosure),
        step=0.0,
        tail=tail,
    )


def with_mark(author: Author, mark: Mark) -> Author:
    """Return the record with one more mark; a pattern keeps its first and its strongest."""
    first = next((old for old in author.marks if old.pattern == mark.pattern), None)
    kept = tuple(old for old in author.marks if old.pattern != mark.pattern or old is first)
    return author._replace(marks=(*kept, mark))


def least_needed(authors: dict[Name, Author]) -> Name:
    """Return the author without evidence who has been silent longest, else the one with the lowest risk."""
    calm = next((name for name, record in authors.items() if not record.highest), None)
    return min(authors, key=lambda name: authors[name].log_odds) if calm is None else calm


def is_mark(author: Author, pattern: int, log_odds: float, threshold: float) -> bool:
    """Say whether a message shows a pattern for the first time, or more strongly than any before."""
    strongest = max((mark.log_odds for mark in author.marks if mark.pattern == pattern), default=None)
    return log_odds >= threshold and (strongest is None or log_odds > strongest)
