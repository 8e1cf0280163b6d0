"""Tables of messages of any tool: CSV, TSV, JSON lines, a JSON array; columns are named, or known by their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from grooming_risk.errors import DataError
from grooming_risk.io.exports.message import BAD, EMPTY, Assumed, LeftOut, Message, Rows, bad
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.row_sources import source_objects, source_table
from grooming_risk.io.json_items import json_values, text_of
from grooming_risk.io.source import Source

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "message", "content", "body", "msg", "comment"),
    "author": ("author_id", "user_id", "sender_id", "from_id", "author", "user", "sender", "from", "username", "nick"),
    "name": ("author_name", "username", "display_name", "name", "sender_name"),
    "conversation": ("conversation", "conversation_id", "chat", "chat_id", "channel", "channel_id", "room", "room_id",
                     "thread", "thread_id"),
    "at": ("at", "time", "timestamp", "date", "created_at", "sent_at", "datetime", "ts"),
    "id": ("id", "message_id", "msg_id", "uuid"),
    "reply_to": ("reply_to", "in_reply_to", "parent_id", "reply_to_id"),
}  # fmt: skip
"""Names of columns that are taken for a field, the first one that a table has."""


def is_json_array(name: str, head: str) -> bool:
    """Say whether a file is a JSON array."""
    return head.lstrip().startswith("[")


def is_json_lines(name: str, head: str) -> bool:
    """Say whether a file is JSON lines."""
    first = head.lstrip().partition("\n")[0].strip()
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def is_table(name: str, head: str) -> bool:
    """Say whether a file is CSV or TSV, by its name."""
    return name.lower().removesuffix(".gz").endswith((".csv", ".tsv"))


def read_json_array(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a JSON array of objects."""
    rows = (
        (number, row) for number, (_, row) in enumerate(json_values(source, "item", layout=options.layout), start=1)
    )
    return _messages(source, rows, options)


def read_json_lines(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of JSON lines."""
    return _messages(source, source_objects(source, options), options)


def read_table(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a CSV or TSV file."""
    return _messages(source, source_table(source, options), options)


def _messages(source: Source, rows: Iterable[tuple[int, Any] | LeftOut], options: ReadOptions) -> Rows:
    columns: dict[str, str] = {}
    guessed: set[str] = set()
    for found in rows:
        if isinstance(found, LeftOut):
            yield found
            continue
        number, row = found
        if not isinstance(row, dict):
            yield bad(source.name, number, row, "not a JSON object")
            continue
        if not columns:
            columns = columns_of(row, options.columns)
            if "text" not in columns or "author" not in columns:
                raise DataError(source.name, number, "no column of texts or authors is known; name them by --column "
                                "text=NAME --column author=NAME")  # fmt: skip
        if (unit := options.guessed_unit(row.get(columns.get("at", "")))) and unit not in guessed:
            guessed.add(unit)
            yield Assumed(f"times read as {unit}; --time-unit decides")
        yield _message(source, number, row, columns, options)


def columns_of(row: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field that a row has.

    Examples
    --------
    >>> columns_of({"Body": "gg", "User": "rex"}, {})
    {'text': 'Body', 'author': 'User'}
    """
    have = {name.lower(): name for name in row}
    found = {field: next((have[name] for name in names if name in have), "") for field, names in KNOWN.items()}
    return {field: column for field, column in {**found, **named}.items() if column}


def _message(
    source: Source, number: int, row: Mapping[str, Any], columns: Mapping[str, str], options: ReadOptions
) -> Message | LeftOut:
    fields = {field: row.get(column) for field, column in columns.items()}
    author, text = _name(fields.get("author")), fields.get("text")
    if not isinstance(text, str) or not author:
        return LeftOut(source.name, number, BAD, f"the field {columns['text']!r} or {columns['author']!r} is missing")
    if not text.strip():
        return LeftOut(source.name, number, EMPTY)
    try:
        at = options.moment(fields.get("at"))
    except ValueError as error:
        return LeftOut(source.name, number, BAD, str(error))
    chat = _name(fields.get("conversation")) or source.conversation
    return Message(source.name, number, chat, author, text, at, name=_name(fields.get("name")) or author, title=chat,
                   id=text_of(fields.get("id")), reply_to=text_of(fields.get("reply_to")))  # fmt: skip


def _name(value: Any) -> str:
    """Return a name, also where it stands in an object: ``{"id": 7, "name": "rex"}``."""
    if isinstance(value, dict):
        return text_of(value.get("id")) or text_of(value.get("name")) or text_of(value.get("username"))
    return text_of(value)
