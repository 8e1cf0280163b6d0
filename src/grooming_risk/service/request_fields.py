"""Fields of requests: authors, ids and times, in the forms that platforms have them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, JsonValue, WithJsonSchema

from grooming_risk.conversation.timestamps import MOST_SECONDS, read_moment

_LONGEST_ID: Final = 200
_LARGEST: Final = 4 * 10**18  # room for 63-bit ids, and the same number as float and as decimal
_HALVES: Final = re.compile("[\ud800-\udfff]")
_SLACK: Final = re.compile(r"[0-9]{9,11}\.[0-9]{1,9}")

Role = Literal["minor", "adult", "unknown", "guardian", "staff"]
"""The names of `ROLES`, as the OpenAPI page lists them."""


def _whole_number(value: object) -> object:
    """Return 5 for 5.0, which is a whole number in JSON."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _whole_characters(value: object) -> object:
    """Return a name with U+FFFD for half an emoji, which a server that cuts names in UTF-16 leaves."""
    return _HALVES.sub("\ufffd", value) if isinstance(value, str) else value


def _id_text(value: object) -> object:
    """Return an id as text; half an emoji is escaped, so that two cut ids stay two."""
    value = _whole_number(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return str(value)
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


_NUMBER: Final[dict[str, Any]] = {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST}
_TEXT: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": _LONGEST_ID}
# The bounds are described here and checked by `check_at`, which says what to do about milliseconds.
_BOUNDS: Final[dict[str, JsonValue]] = {"minimum": -MOST_SECONDS, "maximum": MOST_SECONDS}

WholeNumber = Annotated[int, Field(ge=-_LARGEST, le=_LARGEST), BeforeValidator(_whole_number)]
Author = Annotated[str, Field(min_length=1, max_length=256), BeforeValidator(_whole_characters)] | WholeNumber
MessageId = Annotated[
    str,
    Field(min_length=1, max_length=_LONGEST_ID),
    BeforeValidator(_id_text),
    WithJsonSchema({"anyOf": [_TEXT, _NUMBER]}),
]
Seconds = Annotated[float, Field(allow_inf_nan=False, json_schema_extra=_BOUNDS)]


def check_at(value: float | str | None) -> None:
    """Raise `ValueError` for a time that cannot be used, and say what to do.

    Examples
    --------
    >>> check_at(1_772_403_300_000)
    Traceback (most recent call last):
    ValueError: too large for a time in seconds; these look like milliseconds: divide by 1000
    """
    moment = read_at(value)
    if isinstance(moment, float | int) and abs(moment) > MOST_SECONDS:
        raise ValueError("too large for a time in seconds; these look like milliseconds: divide by 1000")
    read_moment(moment)


def read_at(value: float | str | None) -> float | datetime | None:
    """Return when a message was sent.

    Raises
    ------
    ValueError
        A string that is neither ISO 8601 with a time zone nor of Slack's form.

    Examples
    --------
    >>> read_at("2026-03-01T22:15:00+01:00").hour, read_at(12), read_at("1772403300.123456")
    (22, 12, 1772403300.123456)
    """
    if not isinstance(value, str):
        return value
    if _SLACK.fullmatch(value):
        return float(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("give seconds, or ISO 8601 such as 2026-03-01T22:15:00+01:00") from None
    if moment.utcoffset() is None:
        raise ValueError("the time has no time zone; add one such as +01:00, or Z")
    return moment
