"""The SQLite file of conversation states: its tables, and how it is opened."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from grooming_risk.errors import DataError

WAIT_SECONDS: Final = 10.0
"""How long to wait for another process that writes."""

_APPLICATION_ID: Final = 0x47525353
_SCHEMA_VERSION: Final = 2  # version 1 had no list

_SETUP: Final = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA application_id = {_APPLICATION_ID};
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, version BLOB NOT NULL, record BLOB NOT NULL, heard_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS heard_at ON conversations (heard_at);
CREATE TABLE IF NOT EXISTS entries (
    id TEXT PRIMARY KEY, place TEXT NOT NULL UNIQUE, change INTEGER NOT NULL UNIQUE, row BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS list (changes INTEGER NOT NULL, complete INTEGER NOT NULL);
INSERT INTO list SELECT 0, NOT EXISTS (SELECT 1 FROM conversations) WHERE NOT EXISTS (SELECT 1 FROM list);
CREATE TRIGGER IF NOT EXISTS erased AFTER DELETE ON conversations BEGIN DELETE FROM entries WHERE id = old.id; END;
CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, content BLOB NOT NULL);
PRAGMA user_version = {_SCHEMA_VERSION};
COMMIT;
"""


def open_file(path: Path) -> sqlite3.Connection:
    """Open or create a file that only its owner can read; one of version 1 gets the tables of the list.

    Raises
    ------
    DataError
        The file cannot be opened, or is not a store of this library.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            path.absolute(), timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (sqlite3.Error, OSError) as error:
        raise DataError(path, None, f"cannot be opened as state file ({error}); name another with --state") from None
    try:
        _set_up(connection, path)
    except (sqlite3.Error, DataError) as error:
        connection.close()
        if isinstance(error, DataError):
            raise
        raise DataError(path, None, f"cannot be used as state file ({error}); name another with --state") from None
    return connection


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if tables and (mark != _APPLICATION_ID or version not in range(1, _SCHEMA_VERSION + 1)):
        raise DataError(path, None, "is not a state file of this version; name another with --state")
    connection.executescript(_SETUP)
