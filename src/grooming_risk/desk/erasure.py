"""Erases conversations: what decisions keep for the figures names nobody and quotes nothing."""

from __future__ import annotations

import sqlite3
from typing import Final

from grooming_risk.desk.returned import remember_erased
from grooming_risk.errors import DataError

_OF_CONVERSATION: Final = ("author", "label", "ranking")


def erase(connection: sqlite3.Connection, key: int | None) -> int:
    """Erase a conversation, or all (None); return the number of messages erased.

    Keys stay taken, so that no other conversation comes by these decisions.
    """
    remember_erased(connection, key)
    values = {"key": key}
    for table in _OF_CONVERSATION:
        connection.execute(f"DELETE FROM {table} WHERE :key IS NULL OR conversation = :key", values)
    count = connection.execute("DELETE FROM message WHERE :key IS NULL OR conversation = :key", values).rowcount
    connection.execute("UPDATE decision SET person = '', note = '' WHERE :key IS NULL OR conversation = :key", values)
    connection.execute(
        "UPDATE conversation SET title = '', name = 'forgotten ' || hex(randomblob(8))"
        " WHERE :key IS NULL OR key = :key",
        values,
    )
    return count


def overwrite(connection: sqlite3.Connection, path: str) -> None:
    """Write the file anew without free pages and empty its log, which still holds the old ones.

    Raises
    ------
    DataError
        Another program has the file open.
    """
    connection.execute("VACUUM")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        problem = "erased, but the file's log still holds old pages: another program reads it"
        raise DataError(path, None, f"{problem}; close that and run the same command again")
