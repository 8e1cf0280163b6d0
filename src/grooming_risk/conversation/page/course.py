"""What happened in a conversation, by author: who asked for help where, who reached which level when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from grooming_risk.conversation.page.times import first_seconds
from grooming_risk.conversation.quotes import blanked
from grooming_risk.conversation.state.conversation_state import AuthorName, ConversationState
from grooming_risk.labels import ALERT_FROM, DISCLOSURE, LEVELS
from grooming_risk.scoring.result import Evidence
from grooming_risk.scoring.scorer import Scorer

MOST_LINKS: Final = 8
"""Messages of an author who asks for help that are linked."""


class Shown(NamedTuple):
    """A message as the page shows it.

    Attributes
    ----------
    text : str
        The message.
    at : float, datetime or None
        When it was sent: seconds, or an aware datetime.
    evidence : tuple of Evidence
        What to highlight in it.
    state : ConversationState
        The conversation after it.
    asks : bool
        Whether it asks for help.
    sure : bool
        Whether the patterns of the evidence reached their thresholds.
    """

    text: str
    at: float | datetime | None
    evidence: tuple[Evidence, ...]
    state: ConversationState
    asks: bool = False
    sure: bool = True

    @property
    def stands_out(self) -> bool:
        """Whether it carries evidence or asks for help."""
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
    asks = score.disclosure >= model.artifact.thresholds[DISCLOSURE] or any(a.kind == "help" for a in state.alerts)
    marked = not asks and (score.found or state.speaker.level != LEVELS[0])  # who asks reports what was done to them
    return Shown(text, at, score.evidence if marked else (), state, asks, bool(score.found))


class Course(NamedTuple):
    """What happened, by author.

    Attributes
    ----------
    messages : sequence of Shown
        The conversation in order.
    start : float
        Where times in seconds count from.
    asks : dict of author to list of int
        Messages that ask for help.
    alarms : dict of author to int
        The first message with which the author reached ``"medium"``.
    before : list of str
        The level of each message's author before it.
    joined : dict of int to list of str
        Patterns that a message showed only together with the ones before it.
    sides : dict of author to int
        Authors by number, in the order in which they first write.
    """

    messages: Sequence[Shown]
    start: float
    asks: dict[AuthorName, list[int]]
    alarms: dict[AuthorName, int]
    before: list[str]
    joined: dict[int, list[str]]
    sides: dict[AuthorName, int]


def read_course(messages: Sequence[Shown]) -> Course:
    """Return what happened in a conversation.

    Parameters
    ----------
    messages : sequence of Shown, at least one
        The conversation in order.
    """
    course = Course(messages, first_seconds(message.at for message in messages), {}, {}, [], {}, {})
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
    """Return the messages that something on the page links to: these are never folded."""
    last = course.messages[-1].state
    found = {entry.index for entry in last.timeline} | set(course.alarms.values())
    found |= {index for author in last.authors.values() for index in author.first_seen.values()}
    found |= {index for indices in course.asks.values() for index in indices[:MOST_LINKS]}
    return found | {index for index, message in enumerate(course.messages) if message.state.alerts}
