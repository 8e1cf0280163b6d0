"""The ranked queue as a table of the file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from grooming_risk.queue.ranking import QueueRow

COLUMNS: Final = (
    "ranking.conversation, conversation.name, conversation.title, help, level, risk, author, author_name, patterns,"
    " first_alarm, first_alarm_message, last_message, messages, authors, advice"
)
"""The fields of a `QueueRow`, for `row_of`."""

KEYS: Final = (
    "SELECT ranking.conversation, name FROM ranking JOIN conversation ON key = ranking.conversation ORDER BY rank"
)
"""Key and id of each conversation."""


def replace_ranking(connection: sqlite3.Connection, rows: Sequence[QueueRow]) -> None:
    """Write the queue anew, and who writes in which conversation."""
    newest = dict(connection.execute("SELECT conversation, max(number) FROM message GROUP BY conversation"))
    connection.execute("DELETE FROM ranking")
    connection.executemany(
        "INSERT INTO ranking (conversation, rank, help, level, risk, author, author_name, patterns, first_alarm,"
        " first_alarm_message, last_message, messages, authors, advice, newest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_values(row, rank, newest[row.key]) for rank, row in enumerate(rows, start=1)),
    )
    connection.execute("DELETE FROM author")
    connection.execute("INSERT INTO author SELECT DISTINCT conversation, author, name FROM message")


def _values(row: QueueRow, rank: int, newest: int) -> tuple[Any, ...]:
    return (
        row.key, rank, row.help, row.level, row.risk, row.author, row.author_name, json.dumps(row.patterns),
        _written(row.first_alarm), row.first_alarm_message, _written(row.last_message), row.messages, row.authors,
        row.advice, newest,
    )  # fmt: skip


def row_of(values: Sequence[Any]) -> QueueRow:
    """Return a row of the queue from the values of `COLUMNS`."""
    row = QueueRow(*values)
    return row._replace(
        help=bool(row.help),
        patterns=tuple(json.loads(values[8])),
        first_alarm=_read(values[9]),
        last_message=_read(values[11]),
    )


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _read(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None
