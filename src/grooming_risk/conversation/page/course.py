"""What happened in a conversation, by author: who asked for help where, who reached which level when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from grooming_risk.conversation.quotes import blanked
from grooming_risk.conversation.state.conversation_state import AuthorName, ConversationState
from grooming_risk.labels import ALERT_FROM, LEVELS
from grooming_risk.scoring.evidence import Evidence
from grooming_risk.scoring.scorer import Scorer

MOST_LINKS: Final = 8
"""Linked messages of an author who asks for help."""


class Shown(NamedTuple):
    """A message as the page shows it."""

    text: str
    at: float | datetime | None  # seconds, or an aware datetime
    evidence: tuple[Evidence, ...]  # highlighted in the text
    state: ConversationState  # after the message
    asks: bool = False  # for help
    sure: bool = True  # the patterns of the evidence reached their thresholds
    alone: bool = True  # risky without the messages before it

    @property
    def stands_out(self) -> bool:
        """Whether the message carries evidence or asks for help."""
        return self.asks or bool(self.evidence)


def shown(model: Scorer, text: str, at: float | datetime | None, state: ConversationState, read: str = "") -> Shown:
    """Return a message as the page shows it.

    Parameters
    ----------
    model : Scorer
        The model of the conversation.
    text : str
        The message.
    at : float, datetime or None
        Its time.
    state : ConversationState
        The conversation after it.
    read : str, optional
        The text that was scored where that is another one of the same length: markup masked.
    """
    score = model.score(blanked(read or text, state.quotes))
    asks = score.asks_for_help or any(a.kind == "help" for a in state.alerts)
    marked = not asks and (score.found or state.speaker.level != LEVELS[0])  # who asks reports what was done to them
    return Shown(text, at, score.evidence if marked else (), state, asks, bool(score.found), score.level != LEVELS[0])


class Course(NamedTuple):
    """What happened; messages are numbered from 0."""

    messages: Sequence[Shown]
    start: float  # the first time in seconds, from which the others count
    asks: dict[AuthorName, list[int]]  # messages that ask for help
    alarms: dict[AuthorName, int]  # first message at medium or above
    before: list[str]  # level of each message's author before it
    joined: dict[int, list[str]]  # patterns that a message shows only together with those before it
    sides: dict[AuthorName, int]  # number of each author, by first message


def read_course(messages: Sequence[Shown]) -> Course:
    """Return what happened in a conversation of at least one message."""
    start = next((message.at for message in messages if isinstance(message.at, int | float)), 0.0)
    course = Course(messages, start, {}, {}, [], {}, {})
    levels: dict[AuthorName, str] = {}
    for index, message in enumerate(messages):
        author, level = message.state.author, message.state.speaker.level
        course.before.append(levels.get(author, LEVELS[0]))
        levels[author] = level
        course.sides.setdefault(author, len(course.sides))
        if message.asks:
            course.asks.setdefault(author, []).append(index)
        if LEVELS.index(level) >= ALERT_FROM:
            course.alarms.setdefault(author, index)
    for entry in messages[-1].state.timeline:
        if not entry.evidence:
            course.joined.setdefault(entry.index, []).append(entry.pattern)
    return course


def linked(course: Course) -> set[int]:
    """Return the messages that the page links to: these are never folded."""
    last = course.messages[-1].state
    found = {entry.index for entry in last.timeline} | set(course.alarms.values())
    found |= {index for author in last.authors.values() for index in author.first_seen.values()}
    found |= {index for indices in course.asks.values() for index in indices[:MOST_LINKS]}
    return found | {index for index, message in enumerate(course.messages) if message.state.alerts}
