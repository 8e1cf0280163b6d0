"""Shows a conversation as HTML: a self-contained page, or a fragment for a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from grooming_risk.conversation.page.course import MOST_LINKS, linked, read_course
from grooming_risk.conversation.page.course import Shown as Shown
from grooming_risk.conversation.page.curve import kept_points
from grooming_risk.conversation.page.first_screen import first_screen, standing
from grooming_risk.conversation.page.folds import stretches
from grooming_risk.conversation.page.rises import rises
from grooming_risk.conversation.page.times import clock_time, day_of, span
from grooming_risk.conversation.page.words import effect, hue, short_name
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.guidance.advice import UNCLEAR, advise
from grooming_risk.guidance.notice import caution
from grooming_risk.labels import DISCLOSURE, LEVELS
from grooming_risk.pages.environment import environment
from grooming_risk.scoring.passages import keys, passages, pieces, quotes

if TYPE_CHECKING:
    from jinja2 import Template

PAGE_CONSTANTS: Final = {"DISCLOSURE": DISCLOSURE, "MOST_LINKS": MOST_LINKS, "UNCLEAR": UNCLEAR}
_FUNCTIONS: Final = (advise, caution, clock_time, day_of, effect, hue, keys, passages, pieces, quotes, rises,
                     short_name, span, standing)  # fmt: skip
PAGE_FILTERS: Final = {function.__name__: function for function in _FUNCTIONS}
"""What the templates of this folder need beside `PAGE_CONSTANTS`."""


def render_page(title: str, messages: Sequence[Shown], levels: dict[str, float], audience: str = "moderator") -> str:
    """Return a conversation of at least one message as a page without scripts and network requests.

    Parameters
    ----------
    title : str
        Heading of the page.
    messages : sequence of Shown
        The messages in order.
    levels : dict of str to float
        Threshold of each level.
    audience : str, default="moderator"
        Reader of the advice.
    """
    return page_template("page.html").render(title=title, **page_values(messages, levels, audience))


def page_values(messages: Sequence[Shown], levels: Mapping[str, float], audience: str = "moderator") -> dict[str, Any]:
    """Return what ``parts.html`` shows of a conversation; see `render_page`."""
    course = read_course(messages)
    state = messages[-1].state
    risks = [message.state.risk for message in messages]
    marked = {number for number, message in enumerate(messages) if message.stands_out}
    alerts = [number for number, message in enumerate(messages) if message.state.alerts]
    times = [message.at for message in messages if message.at is not None]
    return {
        "state": state,
        "course": course,
        "audience": audience,
        "screen": first_screen(state, course),
        "risks": risks,
        "alerts": alerts,
        "drawn": kept_points(risks, alerts),
        "levels": [(level, levels[level]) for level in LEVELS[2:]],
        "stretches": stretches(len(messages), marked, linked(course)),
        "when": span(times[0], times[-1], course.start, dated=True) if times else "",
    }


def render_fragment(state: ConversationState | None) -> str:
    """Return the state of a conversation as a fragment for a notebook; None: no message yet."""
    screen = None if state is None else first_screen(state)
    return page_template("fragment.html").render(state=state, screen=screen, course=None, audience="moderator")


def page_template(name: str) -> Template:
    """Return a template of this folder with its filters."""
    return environment(**PAGE_FILTERS).get_template(f"conversation/page/{name}", globals=PAGE_CONSTANTS)
