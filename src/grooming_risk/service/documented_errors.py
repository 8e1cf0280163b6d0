"""The errors of an endpoint, for the OpenAPI page."""

from __future__ import annotations

from typing import Any, Final

from grooming_risk.service.schemas import ErrorAnswer

_SAYS: Final = {
    400: "The body is not valid JSON.",
    401: "No API key, or a wrong one, if the service has keys.",
    404: "Nothing is stored or served under this name.",
    408: "The body did not arrive in time.",
    409: "The request conflicts with the stored state, or with itself.",
    413: "Above a limit; GET /v1/model lists the limits.",
    415: "The content type is not JSON, or the body is compressed.",
    421: "A host name under which this is not served.",
    422: "Not the form of this endpoint, or something is given twice.",
    429: "Above the rate limit; Retry-After says how long to wait.",
    500: "A defect of the service.",
    503: "Busy, or the store is down. Send it again, messages with their id.",
}
_ALWAYS: Final = (401, 408, 413, 415, 421, 422, 429, 500)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of the errors that an endpoint of ``/v1`` can give, besides those all can.

    Examples
    --------
    >>> sorted(errors(404))
    [401, 404, 408, 413, 415, 421, 422, 429, 500]
    """
    return {status: {"model": ErrorAnswer, "description": _SAYS[status]} for status in sorted({*_ALWAYS, *statuses})}
