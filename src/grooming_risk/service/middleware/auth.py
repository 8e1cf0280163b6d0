"""API keys: where a request may carry one, and their check."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from grooming_risk.service.errors import Kind, ServiceError, error_response, speaks_google

OPEN_PATHS: Final = frozenset(("/healthz", "/readyz", "/docs", "/openapi.json", "/$discovery/rest"))
"""Paths that need no key: health, and the description of the service."""

_ERROR_INFO: Final = "type.googleapis.com/google.rpc.ErrorInfo"


class ApiKeys:
    """The API keys, as hashes; no key opens the service to everybody.

    Examples
    --------
    >>> keys = ApiKeys(("first-key", "second-key"))
    >>> keys.number("second-key"), keys.number("third-key"), keys.number(None)
    (1, None, None)
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._hashes = [_hash(key) for key in keys]

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def number(self, key: str | None) -> int | None:
        """Return the index of a key, or None; every key is compared, in constant time."""
        if key is None:
            return None
        given = _hash(key)
        fits = [compare_digest(given, known) for known in self._hashes]
        return fits.index(True) if any(fits) else None


@dataclass(frozen=True)
class ApiKeyMiddleware:
    """Refuses requests without a known key."""

    app: ASGIApp
    keys: ApiKeys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an error, or pass the request on."""
        if scope["type"] == "http" and self.keys and scope["path"] not in OPEN_PATHS:
            key = sent_key(scope)
            if self.keys.number(key) is None:
                await error_response(scope["path"], _refusal(scope["path"], key))(scope, receive, send)
                return
        await self.app(scope, receive, send)


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


def _refusal(path: str, key: str | None) -> ServiceError:
    """Return the error; the hosted API denies permission without a key, and calls a wrong key an invalid argument."""
    if not speaks_google(path):
        problem = "send a known API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"
        return ServiceError(Kind.UNAUTHORIZED, problem, headers={"WWW-Authenticate": "Bearer"})
    if key is None:
        problem = "Method doesn't allow unregistered callers. Please use an API key."
        return ServiceError(Kind.FORBIDDEN, problem, details=[])
    details = [{"@type": _ERROR_INFO, "reason": "API_KEY_INVALID", "domain": "grooming-risk"}]
    return ServiceError(Kind.BAD_REQUEST, "API key not valid. Please pass a valid API key.", details=details)


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
