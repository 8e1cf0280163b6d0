"""The log of a desk: who did what when, on which conversation. It holds no text and no name of a conversation."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from grooming_risk.desk.decision import check_number


class LogEntry(NamedTuple):
    """Something that somebody did.

    Attributes
    ----------
    number : int
        Number of the entry, rising.
    at : datetime
        When, in UTC.
    person : str
        Who; "" for what the command line did by itself.
    action : {"fill", "decide", "label", "undo", "forget", "export"}
        What.
    conversation : int or None
        Key of the conversation; None for all.
    detail : str
        Numbers, such as which reading; never a verdict, which others may not see yet, and never text.
    """

    number: int
    at: datetime
    person: str
    action: str
    conversation: int | None
    detail: str


def add_entry(
    connection: sqlite3.Connection, at: datetime, person: str, action: str, conversation: int | None, detail: str
) -> int:
    """Write an entry; return its number."""
    added = connection.execute(
        "INSERT INTO log (at, person, action, conversation, detail) VALUES (?, ?, ?, ?, ?)",
        (at.isoformat(), person, action, conversation, detail),
    )
    return int(added.lastrowid or 0)


def entries(connection: sqlite3.Connection, start: int, count: int) -> list[LogEntry]:
    """Return entries, the latest first; `start` of them are passed over."""
    check_number("start", start), check_number("count", count)
    rows = connection.execute("SELECT * FROM log ORDER BY number DESC LIMIT ? OFFSET ?", (count, start))
    return [LogEntry(number, datetime.fromisoformat(at), *rest) for number, at, *rest in rows]
