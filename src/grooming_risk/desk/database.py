"""The file of a desk: SQLite, readable by its owner alone; what is deleted is overwritten."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Final

from grooming_risk.errors import DataError
from grooming_risk.queue.message_store import MessageStore

_WAIT_SECONDS: Final = 10.0  # for another process that writes
_APPLICATION_ID: Final = 0x47524453
_SCHEMA_VERSION: Final = 1

_SETUP: Final = f"""
PRAGMA secure_delete = ON;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_SCHEMA_VERSION};
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value NOT NULL);
CREATE TABLE IF NOT EXISTS ranking (
    conversation INTEGER PRIMARY KEY, rank INTEGER NOT NULL, help INTEGER NOT NULL, level TEXT NOT NULL,
    risk REAL NOT NULL, author TEXT NOT NULL, author_name TEXT NOT NULL, patterns TEXT NOT NULL, first_alarm TEXT,
    first_alarm_message INTEGER, last_message TEXT, messages INTEGER NOT NULL, authors INTEGER NOT NULL,
    advice TEXT NOT NULL, newest INTEGER NOT NULL, readings INTEGER NOT NULL DEFAULT 0,
    wanted INTEGER NOT NULL DEFAULT 1, changed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS ranking_by_rank ON ranking (rank);
CREATE TABLE IF NOT EXISTS author (
    conversation INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (conversation, id, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS log (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, person TEXT NOT NULL, action TEXT NOT NULL,
    conversation INTEGER, detail TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS decision (
    number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
    verdict TEXT NOT NULL, confirmed TEXT NOT NULL, rejected TEXT NOT NULL, note TEXT NOT NULL,
    reading INTEGER NOT NULL, newest INTEGER NOT NULL, help INTEGER NOT NULL, level TEXT NOT NULL, risk REAL NOT NULL,
    found TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS decision_by_conversation ON decision (conversation, newest, person);
CREATE TABLE IF NOT EXISTS label (
    number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, message INTEGER NOT NULL, person TEXT NOT NULL,
    labels TEXT
);
CREATE TABLE IF NOT EXISTS erased (hash TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS label_by_conversation ON label (conversation, person);
"""
# newest: the highest message number of the conversation, in `ranking` now and in `decision` when it was made.


class Database:
    """The file and its connection, which several threads take turns to use.

    Parameters
    ----------
    path : path or str
        The file; made if it is not there.

    Raises
    ------
    DataError
        The file cannot be opened, or is no file of a desk.
    """

    def __init__(self, path: str | Path) -> None:
        check_file_name(path)
        self.path = str(path)
        self.lock = RLock()
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self.connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, check_same_thread=False)
        except (sqlite3.Error, OSError) as error:
            raise DataError(path, None, f"cannot be opened as the file of a desk ({_reason(error)})") from None
        try:
            self._check()
            self.connection.executescript(_SETUP)
            self.connection.create_function("casefold", 1, str.casefold, deterministic=True)
            self.store = MessageStore(self.connection)
        except (sqlite3.Error, DataError) as error:
            self.connection.close()
            if isinstance(error, DataError):
                raise
            raise DataError(path, None, f"cannot be used as the file of a desk ({_reason(error)})") from None

    def _check(self) -> None:
        """Refuse a database of something else."""
        tables, mark, version = (
            self.connection.execute(question).fetchone()[0]
            for question in ("SELECT count(*) FROM sqlite_master", "PRAGMA application_id", "PRAGMA user_version")
        )
        if tables and (mark, version) != (_APPLICATION_ID, _SCHEMA_VERSION):
            raise DataError(self.path, None, "is not the file of a desk of this version; name another with --file")

    @contextmanager
    def use(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread; what it writes is kept whole or not at all."""
        try:
            with self.lock, self.connection:
                if write:
                    self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
        except sqlite3.Error as error:
            raise DataError(self.path, None, f"cannot be used ({_reason(error)}); try again") from None


def check_file_name(path: str | Path) -> None:
    """Refuse a name that SQLite takes for no file, or that no file can have, with a DataError."""
    name = str(path)
    if not isinstance(path, str | Path) or not name or "\0" in name or name.startswith((":", "file:")):
        raise DataError(name or "the empty name", None, "is no name for a file of a desk; take one such as desk.sqlite")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
