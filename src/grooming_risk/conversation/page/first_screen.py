"""The authors on the first screen: those who ask for help, those who carry the risk, and the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from grooming_risk.conversation.page.course import Course
from grooming_risk.conversation.state.conversation_state import AuthorName, AuthorState, ConversationState
from grooming_risk.labels import ALERT_FROM, LEVELS

_MOST_CARDS: Final = 3

Authors = Mapping[AuthorName, AuthorState]


class FirstScreen(NamedTuple):
    """The authors of a conversation, the riskiest first.

    Attributes
    ----------
    asking, carriers : mapping of author to AuthorState
        Up to three who ask for help, and up to three who carry the risk: each has a card.
    others : mapping of author to AuthorState
        The authors without a card.
    """

    asking: Authors
    carriers: Authors
    others: Authors


def first_screen(state: ConversationState, course: Course | None = None) -> FirstScreen:
    """Return the authors of the first screen.

    Parameters
    ----------
    state : ConversationState
        Where the conversation stands.
    course : Course, optional
        What happened; it adds the authors of single messages that ask for help.
    """
    authors = dict(sorted(state.authors.items(), key=lambda item: -item[1].risk))
    heard = course.asks if course else {}
    asking = _first({name: author for name, author in authors.items() if author.asks_for_help or name in heard})
    carriers = _first(_carriers(authors))
    others = {name: author for name, author in authors.items() if name not in asking and name not in carriers}
    return FirstScreen(asking, carriers, others)


def standing(authors: Authors) -> str:
    """Return how many authors are at each level, the highest first, in words."""
    numbers = [(level, sum(author.level == level for author in authors.values())) for level in reversed(LEVELS)]
    given = [(level, number) for level, number in numbers if number]
    return f"level {given[0][0]}" if len(given) == 1 else ", ".join(f"{number:,} {level}" for level, number in given)


def _carriers(authors: Authors) -> Authors:
    """Return the authors at medium and above, or else those at low."""
    for least in (ALERT_FROM, 1):
        found = {name: author for name, author in authors.items() if LEVELS.index(author.level) >= least}
        if found:
            return found
    return {}


def _first(authors: Authors) -> Authors:
    return dict(list(authors.items())[:_MOST_CARDS])
