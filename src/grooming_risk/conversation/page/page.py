"""Shows a conversation as HTML: a self-contained page, or a fragment for a notebook. Text is hostile: escaped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from grooming_risk.conversation.page.chat import chat_list
from grooming_risk.conversation.page.course import Course, read_course
from grooming_risk.conversation.page.course import Shown as Shown
from grooming_risk.conversation.page.curve import curve
from grooming_risk.conversation.page.first_screen import first_screen
from grooming_risk.conversation.page.markup import counted
from grooming_risk.conversation.page.markup import shown as shown  # as: for other pages too
from grooming_risk.conversation.page.rises import rises
from grooming_risk.conversation.page.times import span

if TYPE_CHECKING:
    from grooming_risk.conversation.conversation import Conversation

_FOLDER: Final = Path(__file__).parent
_STYLES: Final = ("page.css", "chat.css")


def render_page(title: str, messages: Sequence[Shown], levels: dict[str, float], audience: str = "moderator") -> str:
    """Return a conversation as a page that needs no network and runs no script.

    Parameters
    ----------
    title : str
        Heading of the page.
    messages : sequence of Shown, at least one
        The conversation in order.
    levels : dict of str to float
        Risk from which it is low, medium, high.
    audience : str, default="moderator"
        Whom the lines of advice are for.
    """
    last = messages[-1].state
    course = read_course(messages)
    return Template((_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        title=shown(title),
        style=_style(),
        summary=_summary(course),
        first=first_screen(last, course, audience),
        curve=curve([message.state for message in messages], levels),
        rises=rises(last, course),
        messages=chat_list(course),
    )


def render_fragment(chat: Conversation) -> str:
    """Return where a conversation stands as a fragment for a notebook; it quotes messages only where they are kept."""
    state = chat.state
    if state is None:
        return '<div class="gr"><p>A conversation without messages.</p></div>'
    return (
        f'<div class="gr"><style>{_style()}</style><p>After {counted(state.index + 1, "message")}:</p>'
        f"{first_screen(state)}<h2>What raised the risk</h2>{rises(state)}</div>"
    )


def _style() -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _STYLES)


def _summary(course: Course) -> str:
    """Return how long the conversation is, and when it was."""
    messages = course.messages
    times = [message.at for message in messages if message.at is not None]
    alerts = sum(len(message.state.alerts) for message in messages)
    authors = len({message.state.author for message in messages})
    told = f"{counted(len(messages), 'message')} by {counted(authors, 'author')}. {counted(alerts, 'alert')}."
    when = span(times[0], times[-1], course.start, dated=True) if times else ""
    return f"{told} From {when}." if when else told
