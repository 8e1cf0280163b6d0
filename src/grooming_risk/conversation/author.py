"""What a conversation remembers of one author: a few numbers, no text. A record is never changed, only replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grooming_risk.labels import PATTERNS
from grooming_risk.model.logistic import EMPTY_LOG_ODDS

if TYPE_CHECKING:
    from grooming_risk.conversation.reader import Reading, Span

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
    """The record of an author.

    Attributes
    ----------
    messages : int
        How many were heard.
    current, highest : float, 0 or more
        S of the rule as of the last message, and the highest so far.
    fast, slow : float
        Means of what the last few and the last twenty messages added.
    peaks : tuple of float
        Highest log-odds of each pattern in a message that stood out.
    disclosure : float
        Highest log-odds that the author tells of such behaviour or asks for help.
    helped : bool
        Whether a message reached the threshold of disclosure.
    log_odds : float
        Of the author's risk, roles included.
    step : float
        What the last message changed in it.
    tail : tuple of Part
        The last messages, which the next ones may continue.
    marks : tuple of Mark
        Of each pattern the first message that showed it, and the strongest.
    said : tuple of int
        Hashes of runs of words in messages that stood out: see `grooming_risk.conversation.quotes`.
    alerted : int
        Number of the highest level that was told.
    help_told : bool
        Whether it was told that the author asks for help.
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
    said: tuple[int, ...] = ()
    alerted: int = 0
    help_told: bool = False

    @property
    def trend(self) -> float:
        """What the last few messages added on average, less the last twenty; above 0 it escalates."""
        return self.fast - self.slow


def with_message(
    author: Author, tail: tuple[Part, ...], current: float, gain: float, disclosure: float, *, asks: bool
) -> Author:
    """Return the record after one more message: S, what it added, its log-odds of disclosure, whether it asks."""
    return author._replace(
        messages=author.messages + 1,
        current=current,
        highest=max(author.highest, current),
        fast=author.fast + _FAST * (gain - author.fast),
        slow=author.slow + _SLOW * (gain - author.slow),
        disclosure=max(author.disclosure, disclosure),
        helped=author.helped or asks,
        step=0.0,
        tail=tail,
    )


def with_patterns(author: Author, log_odds: tuple[float, ...]) -> Author:
    """Return the record with the pattern log-odds of a message that stands out."""
    return author._replace(peaks=tuple(map(max, author.peaks, log_odds)))


def with_mark(author: Author, mark: Mark) -> Author:
    """Return the record with one more mark; of a pattern the first and the strongest are kept."""
    first = next((old for old in author.marks if old.pattern == mark.pattern), None)
    kept = tuple(old for old in author.marks if old.pattern != mark.pattern or old is first)
    return author._replace(marks=(*kept, mark))


def is_mark(author: Author, pattern: int, log_odds: float, threshold: float) -> bool:
    """Say whether a message shows a pattern for the first time, or more strongly than any before."""
    strongest = max((mark.log_odds for mark in author.marks if mark.pattern == pattern), default=None)
    return log_odds >= threshold and (strongest is None or log_odds > strongest)
