"""Who may use the desk: the person with the printed address, in a browser on this machine, on the desk's own pages."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grooming_risk.error_place import place_of

log = logging.getLogger(__name__)

OPEN_PATHS: Final = frozenset(("/enter", "/desk.css", "/desk.svg"))
"""Paths without a conversation, which need no cookie."""

_HTTP_PORT: Final = 80  # browsers leave it out of the host
_SECURITY: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

ErrorPage = Callable[[Scope, int, str], Response]
"""Makes the page of an error from a request, a status and what was wrong."""


@dataclass(frozen=True, repr=False)
class Door:
    """What opens the desk.

    Parameters
    ----------
    token : str
        Part of the printed address; gives the cookie.
    port : int
        Port of the desk: cookies are shared by all ports of a host, so the name of the cookie has it.

    Attributes
    ----------
    session : str
        Value of the cookie, which ends with the process.

    Examples
    --------
    >>> door = Door("t", 8010)
    >>> door.cookie, door.fits("t"), door.fits("x")
    ('desk-8010', True, False)
    """

    token: str
    port: int
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def cookie(self) -> str:
        """Name of the cookie."""
        return f"desk-{self.port}"

    def fits(self, token: str) -> bool:
        """Say whether a token is the printed one."""
        return _same(token, self.token)

    def knows(self, scope: Scope) -> bool:
        """Say whether a request carries the cookie."""
        return _same(HTTPConnection(scope).cookies.get(self.cookie, ""), self.session)

    def owns(self, host: str) -> bool:
        """Say whether a host is this desk; another name that leads here is a page that pretends to be it."""
        port = "" if self.port == _HTTP_PORT else f":{self.port}"
        return host in (f"127.0.0.1{port}", f"localhost{port}")


class AccessMiddleware:
    """Refuses what does not come from the desk's own pages, adds headers, and gives a page after a defect."""

    def __init__(self, app: ASGIApp, door: Door, error_page: ErrorPage) -> None:
        self._app = app
        self._door = door
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an error, or pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(_SECURITY)
            await send(message)

        answer: Send = guarded
        if scope["method"] == "HEAD":
            scope, answer = {**scope, "method": "GET"}, _without_body(guarded)
        if refused := self._refusal(scope):
            await self._error_page(scope, *refused)(scope, receive, answer)
            return
        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            pass
        except Exception as error:  # its message could quote a conversation
            log.error("defect: %s", place_of(error))
            if not started:
                told = "A defect of the desk. What was decided before is kept; the terminal names the place."
                await self._error_page(scope, 500, told)(scope, receive, answer)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and reason where a request is refused."""
        headers = Headers(scope=scope)
        if not self._door.owns(headers.get("host", "")):
            return 421, "The desk answers only at the address that the terminal shows."
        if scope["path"] not in OPEN_PATHS and not self._door.knows(scope):
            return 403, "Open the desk by the whole address that the terminal shows: it holds the key."
        if scope["method"] not in ("GET", "HEAD") and not _from_own_page(headers):
            return 403, "This was not sent from a page of the desk. Go back to the desk and try there."
        return None


def _without_body(send: Send) -> Send:
    """Return what sends the head of an answer, and none of its body."""

    async def head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return head


def _from_own_page(headers: Headers) -> bool:
    """Say whether a form came from the desk itself; without a referrer, browsers send the origin ``null``."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    own = origin == f"http://{headers.get('host')}"
    if site is None:
        return own
    return site == "same-origin" and (own or origin in (None, "null"))


def _same(given: str, wanted: str) -> bool:
    """Compare in constant time."""
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8"))
