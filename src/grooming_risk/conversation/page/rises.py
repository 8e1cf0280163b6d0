"""What raised the risk: the messages of the timeline, of each first alert and of the cries for help."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from grooming_risk.conversation.page.course import MOST_LINKS, Course
from grooming_risk.conversation.page.words import effect
from grooming_risk.conversation.state.conversation_state import AuthorName, ConversationState
from grooming_risk.scoring.evidence import Evidence


class Found(NamedTuple):
    """A pattern of a message, and where it is; nowhere for joined messages."""

    pattern: str
    evidence: tuple[Evidence, ...]
    sure: bool = True


class Rise(NamedTuple):
    """A message that raised the risk, alerted or asks for help."""

    number: int
    author: AuthorName
    found: tuple[Found, ...]
    asks: bool  # for help
    alone: bool  # risky without the messages before it
    effect: str  # in words


def rises(state: ConversationState, course: Course | None) -> list[Rise]:
    """Return the rows of the page in the order of the messages; without a course, those of the timeline."""
    rows = []
    for index, entries in groupby(state.timeline, key=lambda entry: entry.index):
        every = list(entries)
        levels = (course.before[index], course.messages[index].state.speaker.level) if course else ()
        found = tuple(Found(entry.pattern, entry.evidence) for entry in every)
        asks = course is not None and course.messages[index].asks
        rows.append(Rise(index, every[0].author, found, asks, True, effect(every[0].rise, *levels)))
    if course:
        listed = {row.number for row in rows}
        rows += [_other(course, index) for index in sorted(_told(course) - listed)]
    return sorted(rows, key=lambda row: row.number)


def _told(course: Course) -> set[int]:
    """Return the first alert of each author, and the cries for help that the page links to."""
    return {*course.alarms.values(), *(index for each in course.asks.values() for index in each[:MOST_LINKS])}


def _other(course: Course, index: int) -> Rise:
    """Return a message whose patterns did not reach the timeline."""
    message = course.messages[index]
    before, after = course.before[index], message.state.speaker.level
    did = effect(0.0, before, after) if before != after else ""
    return Rise(index, message.state.author, tuple(_by_pattern(message.evidence, sure=message.sure)), message.asks,
                message.alone, did)  # fmt: skip


def _by_pattern(evidence: Sequence[Evidence], *, sure: bool) -> list[Found]:
    patterns = dict.fromkeys(item.pattern for item in evidence)
    return [Found(name, tuple(item for item in evidence if item.pattern == name), sure) for name in patterns]
