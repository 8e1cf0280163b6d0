"""The authors on the first screen: those who ask for help, those who carry the risk, and the others."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from grooming_risk.conversation.page.course import Course
from grooming_risk.conversation.state.conversation_state import AuthorName, AuthorState, ConversationState
from grooming_risk.labels import ALERT_FROM, LEVELS

_MOST_CARDS: Final = 3

Authors = list[tuple[AuthorName, AuthorState]]


class FirstScreen(NamedTuple):
    """The authors of a conversation, the riskiest first."""

    asking: Authors  # up to three who ask for help, each with a card
    carriers: Authors  # up to three who carry the risk, each with a card
    others: Authors


def first_screen(state: ConversationState, course: Course | None = None) -> FirstScreen:
    """Return the authors of the first screen; the course adds those of single messages that ask for help."""
    authors = sorted(state.authors.items(), key=lambda item: -item[1].risk)
    heard = course.asks if course else {}
    asking = [(name, author) for name, author in authors if author.asks_for_help or name in heard][:_MOST_CARDS]
    alerting = [item for item in authors if LEVELS.index(item[1].level) >= ALERT_FROM]
    carriers = (alerting or [item for item in authors if item[1].level != LEVELS[0]])[:_MOST_CARDS]
    return FirstScreen(asking, carriers, [item for item in authors if item not in [*asking, *carriers]])


def standing(authors: Authors) -> str:
    """Return the number of authors at each level in words, the highest level first."""
    counts = Counter(author.level for _, author in authors)
    if len(counts) == 1:
        return f"level {authors[0][1].level}"
    return ", ".join(f"{counts[level]:,} {level}" for level in reversed(LEVELS) if counts[level])
