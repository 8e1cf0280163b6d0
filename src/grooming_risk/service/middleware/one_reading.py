"""Refuses requests that could be read in two ways: compressed bodies, and parameters given twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from grooming_risk.service.errors import Kind, ServiceError, error_response
from grooming_risk.service.validation_errors import repeated_error


@dataclass(frozen=True)
class OneReading:
    """Sends an error for a body in a coding that would be ignored, and for a parameter that is given twice."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an error, or pass the request on."""
        if scope["type"] == "http" and (error := _error(scope)):
            await error_response(scope["path"], error)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _error(scope: Scope) -> ServiceError | None:
    codings = ",".join(Headers(scope=scope).getlist("content-encoding")).split(",")
    if any(coding.strip().lower() not in ("", "identity") for coding in codings):
        problem = "a compressed body is not read; send JSON as it is, without Content-Encoding"
        return ServiceError(Kind.NOT_JSON, problem, headers={"Accept-Encoding": "identity"})
    given = Counter(name for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    repeated = [name for name, count in given.items() if count > 1]
    return repeated_error("query", repeated[0]) if repeated else None
