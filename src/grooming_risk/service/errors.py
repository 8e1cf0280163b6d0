"""Error responses: one shape for ``/v1``, and the hosted API's shape for ``/v1alpha1``.

No response and no log line repeats what a caller sent: field names and problems are in our own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from starlette.responses import Response

from grooming_risk.errors import GroomingRiskError
from grooming_risk.service.responses import JSONResponse

_GOOGLE_PATHS: Final = ("/v1alpha1/", "/$discovery/")
_GOOGLE_STATUS: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_BAD_REQUEST: Final = "type.googleapis.com/google.rpc.BadRequest"
_GOOGLE_ERROR: Final = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"


class Problem(NamedTuple):
    """A problem with one field of a request."""

    where: str  # the field, such as "body.text"
    problem: str


class Kind(Enum):
    """The kinds of errors: the status of the response, and the code in its body."""

    BAD_REQUEST = 400, "bad_request"
    BAD_JSON = 400, "bad_json"
    UNAUTHORIZED = 401, "unauthorized"
    FORBIDDEN = 403, "forbidden"  # only the hosted API's shape has it
    NOT_FOUND = 404, "not_found"
    UNKNOWN_CONVERSATION = 404, "unknown_conversation"
    METHOD_NOT_ALLOWED = 405, "method_not_allowed"
    BODY_TOO_SLOW = 408, "body_too_slow"
    MESSAGE_REFUSED = 409, "message_refused"
    OTHER_ORDER = 409, "other_order"
    STATE_UNREADABLE = 409, "state_unreadable"
    TOO_LARGE = 413, "too_large"
    NOT_JSON = 415, "not_json"
    UNKNOWN_HOST = 421, "unknown_host"
    INVALID = 422, "invalid"
    TOO_MANY_REQUESTS = 429, "too_many_requests"
    INTERNAL = 500, "internal"
    BUSY = 503, "busy"
    STORE_DOWN = 503, "store_down"


class ServiceError(GroomingRiskError):
    """An error response.

    Parameters
    ----------
    kind : Kind
        Its status and code.
    message : str
        What was wrong and what to do; never what the caller sent.
    problems : sequence of Problem, default=()
        The fields that were wrong.
    headers : mapping of str to str, optional
        Headers of the response; status 503 adds ``Retry-After``.
    details : list of dict, optional
        Details in the hosted API's shape, instead of those made from the problems.
    """

    def __init__(
        self, kind: Kind, message: str, problems: Sequence[Problem] = (), headers: Mapping[str, str] | None = None,
        details: list[dict[str, Any]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.kind = kind
        self.status, self.code = kind.value
        self.message = message
        self.problems = problems
        self.headers = {"Retry-After": "1"} if self.status == 503 else dict(headers or {})
        self.details = _google_details(problems) if details is None else details


class StoreDownError(ServiceError):
    """The store of conversation states cannot be reached, or refuses; the message may still have been applied."""

    def __init__(self, message: str) -> None:
        super().__init__(Kind.STORE_DOWN, message)


class PerspectiveError(ServiceError):
    """A request that the hosted API would refuse, with its message, its ``errorType`` and further fields."""

    def __init__(self, message: str, error_type: str = "INVALID_REQUEST", **extra: Any) -> None:
        details = [{"@type": _GOOGLE_ERROR, "errorType": error_type, **extra}]
        super().__init__(Kind.BAD_REQUEST, message, details=details)


def _google_details(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    details: list[dict[str, Any]] = [{"@type": _GOOGLE_ERROR, "errorType": "INVALID_REQUEST"}]
    if problems:
        fields = [{"field": where.removeprefix("body."), "description": problem} for where, problem in problems]
        details.append({"@type": _BAD_REQUEST, "fieldViolations": fields})
    return details


def speaks_google(path: str) -> bool:
    """Say whether a path responds in the hosted API's shape.

    Examples
    --------
    >>> speaks_google("/v1alpha1/comments:analyze"), speaks_google("/v1/score")
    (True, False)
    """
    return path.startswith(_GOOGLE_PATHS)


def error_response(path: str, error: ServiceError) -> Response:
    """Return the response of an error, in the shape of the requested path."""
    if speaks_google(path):
        status = 400 if error.status in (413, 415, 421, 422) else error.status
        content = {
            "code": status,
            "message": error.message,
            "status": _GOOGLE_STATUS.get(status, "UNKNOWN"),
            "details": error.details,
        }
        return JSONResponse({"error": content}, status, error.headers)
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.problems:
        body["problems"] = [problem._asdict() for problem in error.problems]
    return JSONResponse({"error": body}, error.status, error.headers)


def plain_error(status: int, headers: Mapping[str, str] | None = None) -> ServiceError:
    """Return the error for a status that the framework gave: no such path, no such method, an unreadable body."""
    if status == 400:
        return ServiceError(Kind.BAD_JSON, "the body is not valid JSON")
    if status == 405:
        return ServiceError(Kind.METHOD_NOT_ALLOWED, "this path does not take that method; see docs", headers=headers)
    return ServiceError(Kind.NOT_FOUND, "nothing is served here; see docs", headers=headers)
