"""Scores the records of files within their conversations, in one pass; only the states are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.conversation.timestamps import SECONDS
from grooming_risk.errors import DataError
from grooming_risk.io.jsonl import json_line
from grooming_risk.io.lines import BadLine, OnBad
from grooming_risk.io.messages import Record
from grooming_risk.scoring.scorer import Scorer

_FLOAT_BITS: Final = 1_023  # of the largest whole number that a float holds


class Columns(NamedTuple):
    """Names of the fields that place a message in its conversation."""

    text: str
    conversation: str
    author: str
    at: str | None  # a number, or ISO 8601 with a time zone
    time_unit: str = SECONDS  # of numbers, one of `TIME_UNITS`
    role: str | None = None  # of the author, one of `ROLES` or empty
    time_zone: str | None = None  # of times as text that name none
    time_format: str | None = None  # of times as text, as `datetime.strptime` takes it; None is ISO 8601


class Chats(Protocol):
    """Conversations by name, such as a dict."""

    def get(self, key: Any, /) -> Conversation | None:
        """Return a conversation, or None if the name is unknown."""

    def __setitem__(self, key: Any, chat: Conversation, /) -> None:
        """Take a new conversation."""


def score_conversation_records(
    records: Iterable[Record],
    columns: Columns,
    model: Scorer,
    on_bad: OnBad,
    chats: Chats | None = None,
) -> Iterator[tuple[Record, ConversationState]]:
    """Yield each record with the state of its conversation after it; `chats` holds the conversations.

    The messages of a conversation are in order; other conversations may come in between. A record that a conversation
    refuses goes to `on_bad` and changes nothing.
    """
    known: Chats = {} if chats is None else chats
    for record in records:
        try:
            key = field_of(record, columns.conversation)
            chat = known.get(key)
            if chat is None:
                chat = known[key] = Conversation(model=model, time_unit=columns.time_unit)
            at = time_of(record, columns)
            role = read_role(record.fields.get(columns.role)) if columns.role else None
            state = chat.add(record.text, author=field_of(record, columns.author), at=at, role=role)
        except (TypeError, ValueError) as error:
            on_bad(bad_record(record, columns, f"{error}; mend the line"))
        else:
            yield record, state


def bad_record(record: Record, columns: Columns, problem: str) -> BadLine:
    """Return a record that no conversation takes as a bad line, made again from its fields."""
    raw = json_line({columns.text: record.text, **record.fields}, default=str)
    return BadLine(DataError(record.source, record.line, problem), raw)


def time_of(record: Record, columns: Columns) -> float | datetime | None:
    """Return the time of a record, or None if it has none; the errors are those of `read_time`."""
    value = record.fields.get(columns.at) if columns.at else None
    return read_time(value, columns.time_zone, columns.time_format)


def read_time(value: Any, zone: str | None = None, form: str | None = None) -> float | datetime | None:
    """Return the time of a field, or None if the field is empty.

    `zone` is that of times which name none, `form` what `datetime.strptime` takes.

    Raises
    ------
    ValueError
        A string that is neither a number nor ISO 8601, or does not match the format.

    Examples
    --------
    >>> read_time("12.5"), read_time(""), read_time("2026-03-01T22:15:00+01:00").hour
    (12.5, None, 22)
    """
    if isinstance(value, int) and value.bit_length() > _FLOAT_BITS:
        raise ValueError("at: a time must be a finite number; give None if it is unknown")
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]  # the conversation checks the type
    if not value.strip():
        return None
    if form is None:
        with suppress(ValueError):
            return float(value)
    try:
        moment = datetime.strptime(value.strip(), form) if form else datetime.fromisoformat(value)
    except ValueError:
        expected = "does not match --time-format" if form else "is neither a number of seconds nor ISO 8601"
        raise ValueError(f"the time {expected}") from None
    return moment.replace(tzinfo=ZoneInfo(zone)) if zone and moment.tzinfo is None else moment


def check_conversation(key: Any) -> Any:
    """Return the name of a conversation.

    Raises
    ------
    ValueError, TypeError
        The name is missing, or a container.
    """
    if is_missing(key):
        raise ValueError("no conversation named; every message needs the id of its conversation")
    if isinstance(key, list | dict | set):
        raise TypeError(f"a conversation must be named by a text or a number, not {type(key).__name__}")
    return key


def read_role(value: Any) -> Any:
    """Return the role of a field, or None if the field is empty.

    Examples
    --------
    >>> read_role("minor"), read_role(""), read_role(float("nan"))
    ('minor', None, None)
    """
    return None if is_missing(value) else value


def is_missing(value: Any) -> bool:
    """Return whether a field is empty: None, "", nan, NaT or NA.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(""), is_missing(0)
    (True, True, False)
    """
    try:
        return value is None or value == "" or bool(value != value)
    except (TypeError, ValueError):  # NA of pandas is neither equal nor unequal, an array both
        return True


def field_of(record: Record, name: str) -> Any:
    """Return a required field of a record: a name or a number.

    Raises
    ------
    ValueError, TypeError
        The field is absent, empty, or a container.
    """
    value = record.fields.get(name)
    if is_missing(value):
        raise ValueError(f"no field {name!r}, or an empty one; name the right field")
    if isinstance(value, list | dict):
        raise TypeError(f"the field {name!r} must be a name or a number, not {type(value).__name__}")
    return value
