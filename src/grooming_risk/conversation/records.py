"""Scores the records of files within their conversations, in one pass: of each conversation only the state is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.conversation.timestamps import SECONDS
from grooming_risk.errors import DataError
from grooming_risk.io.jsonl import json_line
from grooming_risk.io.lines import BadLine, OnBad
from grooming_risk.io.messages import Record
from grooming_risk.scoring.scorer import Scorer


class Columns(NamedTuple):
    """Names of the fields that place a message in its conversation.

    Attributes
    ----------
    text : str
        The message.
    conversation, author : str
        Which conversation, and who sent the message.
    at : str or None
        When: a number, or ISO 8601 with a time zone; None where no times are known.
    time_unit : str
        What a number counts: see `grooming_risk.labels.TIME_UNITS`.
    role : str or None
        What is known of who sent it, one of `grooming_risk.model.conversation_rule.ROLES`, or empty; None where no
        roles are known.
    """

    text: str
    conversation: str
    author: str
    at: str | None
    time_unit: str = SECONDS
    role: str | None = None


class Chats(Protocol):
    """Conversations by their name; a dict is one."""

    def get(self, key: Any, /) -> Conversation | None:
        """Return a conversation, or None where there is none of that name."""

    def __setitem__(self, key: Any, chat: Conversation, /) -> None:
        """Take a new conversation."""


def score_conversation_records(
    records: Iterable[Record],
    columns: Columns,
    model: Scorer,
    on_bad: OnBad,
    chats: Chats | None = None,
) -> Iterator[tuple[Record, ConversationState]]:
    """Yield each record with the state of its conversation after it.

    The messages of a conversation need not stand together, but stand in the order they were sent. A record that a
    conversation refuses goes to `on_bad` and leaves the conversation as it was. Conversations go on as `chats` has
    them, and are kept there.
    """
    known: Chats = {} if chats is None else chats
    for record in records:
        try:
            key = check_conversation(field_of(record, columns.conversation))
            chat = known.get(key)
            if chat is None:
                chat = known[key] = Conversation(model=model, time_unit=columns.time_unit)
            at = read_time(record.fields.get(columns.at)) if columns.at else None
            role = read_role(record.fields.get(columns.role)) if columns.role else None
            state = chat.add(record.text, author=field_of(record, columns.author), at=at, role=role)
        except (TypeError, ValueError) as error:
            raw = json_line({columns.text: record.text, **record.fields}, default=str)
            on_bad(BadLine(DataError(record.source, record.line, f"{error}; mend the line"), raw))
        else:
            yield record, state


def read_time(value: Any) -> float | datetime | None:
    """Return the time that a field of a file means; an empty field means none.

    Raises
    ------
    ValueError
        A string that is neither a number nor ISO 8601.

    Examples
    --------
    >>> read_time("12.5"), read_time(""), read_time("2026-03-01T22:15:00+01:00").hour
    (12.5, None, 22)
    """
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]  # the conversation refuses what is no time
    if not value.strip():
        return None
    with suppress(ValueError):
        return float(value)
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("the time is neither a number of seconds nor ISO 8601") from None


def check_conversation(key: Any) -> Any:
    """Return the name of a conversation.

    Raises
    ------
    ValueError, TypeError
        It is missing (None, NaN, NaT, NA, an empty text), or nothing that can name one.

    Examples
    --------
    >>> check_conversation("room-7"), check_conversation(7)
    ('room-7', 7)
    """
    if _is_missing(key):
        raise ValueError("no conversation named; every message needs the id of its conversation")
    if isinstance(key, list | dict | set):
        raise TypeError(f"a conversation must be named by a text or a number, not {type(key).__name__}")
    return key


def read_role(value: Any) -> Any:
    """Return the role that a field means; None where it says nothing (None, NaN, NA, an empty text).

    Examples
    --------
    >>> read_role("minor"), read_role(""), read_role(float("nan"))
    ('minor', None, None)
    """
    return None if _is_missing(value) else value  # the conversation refuses what is no role


def _is_missing(value: Any) -> bool:
    try:
        return value is None or value == "" or bool(value != value)
    except (TypeError, ValueError):  # NA of pandas is neither equal nor unequal, an array both
        return True


def field_of(record: Record, name: str) -> Any:
    """Return a field of a record that must be there: a name or a number.

    Raises
    ------
    ValueError, TypeError
        It is absent or empty, or no name.
    """
    value = record.fields.get(name)
    if value is None or value == "":
        raise ValueError(f"no field {name!r}; name the right one")
    if isinstance(value, list | dict):
        raise TypeError(f"the field {name!r} must be a name or a number, not {type(value).__name__}")
    return value
