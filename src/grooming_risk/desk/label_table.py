"""Labels that people gave to single messages, as a table of the file. The last row of a message and person counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from grooming_risk.desk.decision import check_number


def add_label(
    connection: sqlite3.Connection, number: int, key: int, message: int, person: str, labels: Sequence[str] | None
) -> None:
    """Write the labels of a message, by its number in the store; none: harmless, None: taken back."""
    written = None if labels is None else json.dumps(list(labels))
    connection.execute("INSERT INTO label VALUES (?, ?, ?, ?, ?)", (number, key, message, person, written))


def labels_of(connection: sqlite3.Connection, key: int) -> dict[str, dict[int, tuple[str, ...]]]:
    """Return the labels of a conversation's messages, by person and by number in the store."""
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    which = (check_number("a key", key),)
    rows = connection.execute("SELECT person, message, labels FROM label WHERE conversation = ? ORDER BY number", which)
    for person, message, labels in rows:
        if labels is None:
            found.get(person, {}).pop(message, None)
        else:
            found.setdefault(person, {})[message] = tuple(json.loads(labels))
    return found
