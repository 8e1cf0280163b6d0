"""Makes the pages of the desk from their templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import Scope

from grooming_risk.conversation.page.page import PAGE_CONSTANTS, PAGE_FILTERS
from grooming_risk.conversation.page.words import hue
from grooming_risk.desk.care import CARE_COOKIE, read_care
from grooming_risk.desk.filter_query import to_query
from grooming_risk.desk.kappa import ENOUGH_PAIRS
from grooming_risk.desk.person import person_of
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.pages.environment import environment

VERDICT_WORDS: Final = {
    "confirmed": "confirmed",
    "nothing": "nothing found",
    "help": "help needed",
    "escalate": "escalated",
    "unsure": "unsure",
}
"""A decision as the pages say it."""

_ACTION_WORDS: Final = {
    "fill": "read an export", "decide": "decided", "label": "labelled", "undo": "took back", "forget": "erased",
    "export": "exported the decisions",
}  # fmt: skip

_TITLES: Final = {
    400: "Not understood", 403: "No entry", 404: "Not here", 405: "Not here", 413: "Too long", 421: "Another address",
    422: "Not understood",
}  # fmt: skip


def moment(at: datetime | str) -> str:
    """Return a time with its zone, to the minute.

    Examples
    --------
    >>> moment("2026-03-01T22:15:00+00:00")
    '2026-03-01 22:15 UTC'
    """
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{when:%Y-%m-%d %H:%M %Z}"


def plain(name: str) -> str:
    """Return a name of the code in words.

    Examples
    --------
    >>> plain("platform_switch"), plain("help")
    ('platform switch', 'help needed')
    """
    return VERDICT_WORDS.get(name, name.replace("_", " "))


def _action(name: str) -> str:
    return _ACTION_WORDS.get(name, name)


_FILTERS: Final = {**PAGE_FILTERS, "action": _action, "moment": moment, "plain": plain}
_CONSTANTS: Final = {
    **PAGE_CONSTANTS,
    "ENOUGH_PAIRS": ENOUGH_PAIRS,
    "LEVELS": LEVELS,
    "PATTERNS": PATTERNS,
    "to_query": to_query,
}


def template(name: str) -> Any:
    """Return a template of the desk."""
    return environment(**_FILTERS).get_template(f"desk/templates/{name}", globals=_CONSTANTS)


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page in the colours of its reader."""
    care = read_care(request.cookies.get(CARE_COOKIE))
    text = template(name).render(care=care, person=person_of(request), **values)
    return HTMLResponse(text.encode("utf-8", "replace"), status)


def error_page(scope: Scope, status: int, problem: str) -> HTMLResponse:
    """Return the page of an error, which says what was wrong and what to do."""
    request = Request(scope)
    return page(request, "error.html", status, title=_TITLES.get(status, "Something went wrong"), problem=problem)


def go(address: str) -> RedirectResponse:
    """Return a redirect to a page of the desk, to be read anew."""
    return RedirectResponse(address, 303)


def local(address: str) -> str:
    """Return an address if it is a page of the desk, else the queue.

    Examples
    --------
    >>> local("/conversation/7?level=high"), local("//else.where/x"), local("https://else.where")
    ('/conversation/7?level=high', '/', '/')
    """
    plain_path = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain_path and address.isprintable() else "/"


def style_sheet() -> str:
    """Return the styles of all pages in one file; each pattern has its colour."""
    parts = ("pages/base.css", "conversation/page/chat.css", "queue/index.css", "desk/static/desk.css")
    texts = [environment().get_template(part).render() for part in parts]
    hues = [f'[data-hue="{hue(pattern)}"] {{ --hue: {hue(pattern)}; }}\n' for pattern in PATTERNS]
    return "".join([*texts, *hues])
