"""API keys: where a request may carry one, and their check."""

from __future__ import annotations

import hashlib
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from grooming_risk.service.errors import NoKeyError, error_answer, speaks_google

OPEN_PATHS: Final = frozenset(("/healthz", "/readyz", "/docs", "/openapi.json", "/$discovery/rest"))
"""What is told without a key: whether the service runs, and what it takes."""

_ERROR_INFO: Final = "type.googleapis.com/google.rpc.ErrorInfo"


class KeyRing:
    """The API keys, as hashes.

    Parameters
    ----------
    keys : tuple of str
        The keys; none opens the service to everybody.

    Examples
    --------
    >>> ring = KeyRing(("first-key", "second-key"))
    >>> ring.number("second-key"), ring.number("third-key"), ring.number(None)
    (1, None, None)
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._hashes = [_hash(key) for key in keys]

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def number(self, key: str | None) -> int | None:
        """Return which key it is; every key is compared in constant time, whichever fits."""
        if key is None:
            return None
        given = _hash(key)
        fits = [compare_digest(given, known) for known in self._hashes]
        return fits.index(True) if any(fits) else None


class KeyCheck:
    """Lets through requests with a known key.

    Parameters
    ----------
    app : ASGI application
        The next application.
    ring : KeyRing
        The keys.
    """

    def __init__(self, app: ASGIApp, ring: KeyRing) -> None:
        self._app = app
        self._ring = ring

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with an error, or pass on."""
        if scope["type"] == "http" and self._ring and scope["path"] not in OPEN_PATHS:
            key = sent_key(scope)
            if self._ring.number(key) is None:
                answer = error_answer(scope["path"], _refusal(scope["path"], key))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _BadGoogleKeyError(NoKeyError):
    """The hosted API calls a wrong key an invalid argument."""

    status = 400

    def google_details(self) -> list[dict[str, Any]]:
        return [{"@type": _ERROR_INFO, "reason": "API_KEY_INVALID", "domain": "grooming-risk"}]


class _NoGoogleKeyError(NoKeyError):
    """The hosted API denies permission where no key was sent."""

    status = 403

    def google_details(self) -> list[dict[str, Any]]:
        return []


def sent_key(scope: Scope) -> str | None:
    """Return the key of a request: a bearer token, ``X-API-Key``, and for the hosted API's paths ``key`` as well."""
    headers = Headers(scope=scope)
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    if key := headers.get("x-api-key") or headers.get("x-goog-api-key"):
        return key
    if speaks_google(scope["path"]):
        query: dict[str, list[str]] = parse_qs(scope["query_string"].decode("latin-1"))
        return query["key"][0] if "key" in query else None
    return None


def _refusal(path: str, key: str | None) -> NoKeyError:
    if not speaks_google(path):
        problem = "send a known API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"
        return NoKeyError(problem, headers={"WWW-Authenticate": "Bearer"})
    if key is None:
        return _NoGoogleKeyError("Method doesn't allow unregistered callers. Please use an API key.")
    return _BadGoogleKeyError("API key not valid. Please pass a valid API key.")


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
