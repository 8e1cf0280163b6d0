"""Error responses: one shape for ``/v1``, and the hosted API's shape for ``/v1alpha1``.

No response and no log line repeats what a caller sent: field names and problems are in our own words.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

from starlette.responses import Response

from grooming_risk.errors import GroomingRiskError
from grooming_risk.service.responses import JsonAnswer

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
    """A problem with one field of a request.

    Attributes
    ----------
    where : str
        The field, such as ``"body.text"``.
    problem : str
        The problem.
    """

    where: str
    problem: str


class ServiceError(GroomingRiskError):
    """An error response; each subclass is one kind.

    Parameters
    ----------
    message : str
        What was wrong and what to do; never what the caller sent.
    problems : sequence of Problem, default=()
        The fields that were wrong.
    headers : mapping of str to str, optional
        Headers of the response.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"

    def __init__(
        self, message: str, problems: Sequence[Problem] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)
        self.headers = dict(headers or {})

    def google_details(self) -> list[dict[str, Any]]:
        """Return the details of the hosted API's error shape."""
        details: list[dict[str, Any]] = [{"@type": _GOOGLE_ERROR, "errorType": "INVALID_REQUEST"}]
        if self.problems:
            fields = [
                {"field": where.removeprefix("body."), "description": problem} for where, problem in self.problems
            ]
            details.append({"@type": _BAD_REQUEST, "fieldViolations": fields})
        return details


class BadJsonError(ServiceError):
    """The body is not valid JSON."""

    code = "bad_json"


class NoKeyError(ServiceError):
    """No API key was sent, or a wrong one."""

    status = 401
    code = "unauthorized"


class NoSuchPathError(ServiceError):
    """The path does not exist."""

    status = 404
    code = "not_found"


class MethodError(ServiceError):
    """The path does not take this method."""

    status = 405
    code = "method_not_allowed"


class UnknownConversationError(ServiceError):
    """No state is stored under this id."""

    status = 404
    code = "unknown_conversation"


class RefusedMessageError(ServiceError):
    """The message conflicts with earlier messages of the conversation."""

    status = 409
    code = "message_refused"


class UnreadableStateError(ServiceError):
    """The stored state belongs to another model or version, or is damaged."""

    status = 409
    code = "state_unreadable"


class SlowBodyError(ServiceError):
    """The body did not arrive in time."""

    status = 408
    code = "body_too_slow"


class TooLargeError(ServiceError):
    """The body, a message, or the number of messages is above its limit."""

    status = 413
    code = "too_large"


class NotJsonTypeError(ServiceError):
    """The content type is not JSON."""

    status = 415
    code = "not_json"


class InvalidError(ServiceError):
    """The body is valid JSON, but not the form of the endpoint."""

    status = 422
    code = "invalid"


class TooManyError(ServiceError):
    """The caller is above the rate limit."""

    status = 429
    code = "too_many_requests"


class InternalError(ServiceError):
    """A defect of the service."""

    status = 500
    code = "internal"


class UnavailableError(ServiceError):
    """The client should send the request again, a message with its id; it may already have been applied."""

    status = 503

    def __init__(self, message: str) -> None:
        super().__init__(message, headers={"Retry-After": "1"})


class BusyError(UnavailableError):
    """The request could not be finished in time."""

    code = "busy"


class StoreDownError(UnavailableError):
    """The store of conversation states cannot be reached, or refuses."""

    code = "store_down"


class PerspectiveError(ServiceError):
    """A request that the hosted API would refuse, with its words and its error type.

    Parameters
    ----------
    message : str
        The hosted API's words.
    error_type : str, default="INVALID_REQUEST"
        Its ``errorType``.
    extra : mapping, optional
        Fields to add to the first detail.
    """

    def __init__(
        self, message: str, error_type: str = "INVALID_REQUEST", extra: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.extra = dict(extra or {})

    def google_details(self) -> list[dict[str, Any]]:
        """Return the details of the hosted API's error shape."""
        return [{"@type": _GOOGLE_ERROR, "errorType": self.error_type, **self.extra}]


def speaks_google(path: str) -> bool:
    """Say whether a path answers in the hosted API's shape.

    Examples
    --------
    >>> speaks_google("/v1alpha1/comments:analyze"), speaks_google("/v1/score")
    (True, False)
    """
    return path.startswith(_GOOGLE_PATHS)


def error_answer(path: str, error: ServiceError) -> Response:
    """Return the answer that an error is, in the shape of the path that was asked."""
    if speaks_google(path):
        status = 400 if error.status in (413, 415, 422) else error.status
        content = {
            "code": status,
            "message": error.message,
            "status": _GOOGLE_STATUS.get(status, "UNKNOWN"),
            "details": error.google_details(),
        }
        return JsonAnswer({"error": content}, status, error.headers)
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.problems:
        body["problems"] = [problem._asdict() for problem in error.problems]
    return JsonAnswer({"error": body}, error.status, error.headers)


def plain_error(status: int, headers: Mapping[str, str] | None = None) -> ServiceError:
    """Return the error for a status that the framework gave: no such path, no such method, an unreadable body."""
    if status == 400:
        return BadJsonError("the body is not valid JSON")
    if status == 405:
        return MethodError("this path does not take that method; see /docs", headers=headers)
    return NoSuchPathError("nothing is served here; see /docs", headers=headers)


def place_of(error: BaseException) -> str:
    """Return the kind of an error and where it was raised, without its message, which could quote what was sent.

    Examples
    --------
    >>> try:
    ...     int("private")
    ... except ValueError as error:
    ...     place_of(error).partition(" ")[0]
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {' > '.join(places)}"
