"""Limits of rate, size and time, checked before the application reads a request."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grooming_risk.service.errors import Kind, ServiceError, error_response
from grooming_risk.service.middleware.auth import ApiKeys, sent_key
from grooming_risk.service.settings import MAX_TEXT_BYTES

_CALLERS: Final = 10_000
_UNLIMITED: Final = frozenset(("/healthz", "/readyz"))


class TokenBuckets:
    """Token buckets by caller: each holds the tokens of one second, at least one, and refills with time.

    Parameters
    ----------
    rate : float, above 0
        Requests a second.
    clock : callable, default=time.monotonic
        A monotonic clock in seconds.

    Examples
    --------
    >>> buckets = TokenBuckets(2, clock=lambda: 0.0)
    >>> [buckets.seconds_to_wait("somebody") for _ in range(3)]
    [0.0, 0.0, 0.5]
    """

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._most = max(rate, 1.0)
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def seconds_to_wait(self, caller: str) -> float:
        """Take a token and return 0, or return how long it takes until there is one."""
        now = self._clock()
        tokens, since = self._held.pop(caller, (self._most, now))
        tokens = min(self._most, tokens + (now - since) * self._rate)
        wait = 0.0 if tokens >= 1.0 else (1.0 - tokens) / self._rate
        self._held[caller] = (tokens if wait else tokens - 1.0, now)
        if len(self._held) > _CALLERS:
            self._held.popitem(last=False)
        return wait


class RateLimit:
    """Refuses callers above a rate of requests a second, by API key, or by address; 0 sets no limit.

    A wrong key counts for the address, so that keys cannot be guessed fast.
    """

    def __init__(self, app: ASGIApp, rate: float, keys: ApiKeys) -> None:
        self._app = app
        self._rate = rate
        self._buckets = TokenBuckets(rate) if rate else None
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an error, or pass the request on."""
        if wait := self._seconds_to_wait(scope):
            headers = {"Retry-After": str(ceil(wait))}
            problem = f"more than {self._rate:g} requests a second; wait as long as Retry-After says"
            error = ServiceError(Kind.TOO_MANY_REQUESTS, problem, headers=headers)
            await error_response(scope["path"], error)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _seconds_to_wait(self, scope: Scope) -> float:
        if self._buckets is None or scope["type"] != "http" or scope["path"] in _UNLIMITED:
            return 0.0
        return self._buckets.seconds_to_wait(self._caller(scope))

    def _caller(self, scope: Scope) -> str:
        number = self._keys.number(sent_key(scope)) if self._keys else None
        return f"address {(scope.get('client') or ['?'])[0]}" if number is None else f"key {number}"


@dataclass(frozen=True)
class BodyLimit:
    """Reads the body before the application does, and refuses one of more bytes than `most`."""

    app: ASGIApp
    most: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an error, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await self._read(scope, receive)
        if body is None:
            error = ServiceError(Kind.TOO_LARGE, f"a request body has at most {self.most} bytes; send less at once")
            await error_response(scope["path"], error)(scope, receive, send)
            return
        scope["body_read"] = True
        chunks: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_body() -> Message:
            return chunks.pop() if chunks else await receive()

        await self.app(scope, receive_body, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """Return the body, or None where it is too large."""
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self.most:
            return None
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > self.most:
                return None
            if not message.get("more_body", False):
                return bytes(body)


@dataclass(frozen=True)
class TimeLimit:
    """Stops a request after some seconds, its body included."""

    app: ASGIApp
    seconds: float

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; send an error at the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(self.seconds):
                await self.app(scope, receive, watched)
        except TimeoutError:
            if not started:
                await error_response(scope["path"], self._error(scope))(scope, receive, send)

    def _error(self, scope: Scope) -> ServiceError:
        if "body_read" not in scope:
            return ServiceError(
                Kind.BODY_TOO_SLOW, f"the body did not arrive within {self.seconds:g} seconds; send it again"
            )
        problem = f"timed out after {self.seconds:g} seconds, perhaps applied; send it again, messages with their id"
        return ServiceError(Kind.BUSY, problem)


def check_size(text: str) -> None:
    """Raise `ServiceError` for a message above the limit."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        raise ServiceError(Kind.TOO_LARGE, f"a message has at most {MAX_TEXT_BYTES} bytes of UTF-8; send its parts")
