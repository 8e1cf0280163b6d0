"""Errors for invalid requests, which repeat nothing of the request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from grooming_risk.service import list_schemas, schemas
from grooming_risk.service.errors import Kind, Problem, ServiceError
from grooming_risk.service.perspective import schemas as perspective_schemas
from grooming_risk.service.perspective.attributes import ATTRIBUTES

_MOST: Final = 20

_PARTS: Final = frozenset(("body", "path", "query", "id", "version", "key", *ATTRIBUTES))


def _field_names() -> Iterable[str]:
    for module in (schemas, list_schemas, perspective_schemas):
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, BaseModel):
                for name, field in item.model_fields.items():
                    yield from {name, field.alias or name}


_KNOWN_NAMES: Final = _PARTS | frozenset(_field_names())


def invalid_error(error: RequestValidationError, content_type: str | None) -> ServiceError:
    """Return the response to an invalid request; its content type tells whether the body was read as JSON."""
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return ServiceError(Kind.BAD_JSON, "the body is not valid JSON")
    if found[0]["loc"][:1] == ("body",) and not _is_json(content_type):
        return ServiceError(Kind.NOT_JSON, "send the body as JSON, with 'Content-Type: application/json'")
    problems = [Problem(_place(item["loc"]), _words(item)) for item in found[:_MOST]]
    problem = "the request does not have the form that this endpoint takes; see docs"
    return ServiceError(Kind.INVALID, problem, problems)


def repeated_error(part: str, name: str) -> ServiceError:
    """Return the response to a key or a parameter that is given twice; a name that is not known is not repeated.

    Examples
    --------
    >>> repeated_error("body", "role").problems[0].where
    'body.role'
    """
    problem = Problem(_place((part, name)), "is given more than once; give it once")
    return ServiceError(Kind.INVALID, "the request can be read in two ways", [problem])


def _is_json(content_type: str | None) -> bool:
    kind = (content_type or "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _place(location: Iterable[Any]) -> str:
    """Return the place in known names and numbers: any other key comes from the caller and could be a text."""
    return ".".join(str(part) for part in location if isinstance(part, int) or part in _KNOWN_NAMES)


def _words(item: dict[str, Any]) -> str:
    if item["type"] == "extra_forbidden":
        return "holds a field that this endpoint does not know"
    if item["type"] == "string_pattern_mismatch":
        return "holds characters that are not allowed here, or is too long; see docs"
    return str(item["msg"]).removeprefix("Value error, ")
