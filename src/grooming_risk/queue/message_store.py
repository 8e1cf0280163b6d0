"""Messages of an export in SQLite: each once, by conversation, in the order they were sent. Memory stays bounded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.io.exports.message import Message

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS conversation (
    key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS message (
    number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, id TEXT, author TEXT NOT NULL, name TEXT NOT NULL,
    at REAL, zone INTEGER, text TEXT NOT NULL, reply_to TEXT NOT NULL, source TEXT NOT NULL, line INTEGER NOT NULL,
    UNIQUE (conversation, id)
);
"""
_INDEX: Final = "CREATE INDEX IF NOT EXISTS message_by_time ON message (conversation, at, number)"
_BATCH: Final = 5_000


class StoredConversation(NamedTuple):
    """A conversation of the store.

    Attributes
    ----------
    key : int
        Its number in the store.
    name : str
        Id in the export.
    title : str
        Shown name.
    """

    key: int
    name: str
    title: str


class MessageStore:
    """Messages in a SQLite file.

    Parameters
    ----------
    path : path, str or connection, default=""
        The file, or an open connection to one; "" takes a temporary file that ends with the store.

    Attributes
    ----------
    duplicates : int
        Messages left out because their id was there before in the same conversation.

    Raises
    ------
    DataError
        The file cannot be opened, or is no database.

    Examples
    --------
    >>> with MessageStore() as store:
    ...     store.add(2 * [Message("a.json", 1, "c1", "rex", "gg", id="7")])
    ...     store.duplicates, [message.text for message in store.messages(next(store.conversations()))]
    (1, ['gg'])
    """

    def __init__(self, path: str | Path | sqlite3.Connection = "") -> None:
        self.duplicates = 0
        self._keys: dict[str, int] = {}
        try:
            self.connection = path if isinstance(path, sqlite3.Connection) else sqlite3.connect(path)
            self.connection.executescript(_SCHEMA)
        except sqlite3.Error:
            raise DataError(str(path), None, "cannot be opened as a database of conversations") from None

    def __enter__(self) -> MessageStore:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self.connection.commit()
        self.connection.close()

    def add(self, messages: Iterable[Message]) -> None:
        """Add messages; one whose id is known in its conversation is left out and counted.

        They are committed with the end of the store, or by who gave it its connection: all of them or none.
        """
        stream = iter(messages)
        while batch := list(islice(stream, _BATCH)):
            rows = [self._row(message) for message in batch]
            added = self.connection.executemany(
                "INSERT OR IGNORE INTO message (conversation, id, author, name, at, zone, text, reply_to, source, line)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            ).rowcount
            self.duplicates += len(batch) - added
        self.connection.execute(_INDEX)

    def _row(self, message: Message) -> tuple[object, ...]:
        zone = message.at.utcoffset() if message.at else None
        return (
            self._key(message), storable(message.id) or None, storable(message.author), storable(message.name),
            message.at.timestamp() if message.at else None, zone // timedelta(minutes=1) if zone is not None else None,
            storable(message.text), storable(message.reply_to), storable(message.source), message.line,
        )  # fmt: skip

    def _key(self, message: Message) -> int:
        if message.conversation not in self._keys:
            name, title = storable(message.conversation), storable(message.title)
            self.connection.execute(
                "INSERT OR IGNORE INTO conversation (name, title) VALUES (?, ?)", (name, title or name)
            )
            found = self.connection.execute("SELECT key FROM conversation WHERE name = ?", (name,))
            self._keys[message.conversation] = found.fetchone()[0]
        return self._keys[message.conversation]

    @property
    def out_of_order(self) -> int:
        """How many messages the export holds after a later one of their conversation."""
        return int(
            self.connection.execute(
                "SELECT count(*) FROM (SELECT at < lag(at) OVER (PARTITION BY conversation ORDER BY number) AS back"
                " FROM message WHERE at IS NOT NULL) WHERE back"
            ).fetchone()[0]
        )

    def conversations(self) -> Iterator[StoredConversation]:
        """Yield the conversations, in the order of the export."""
        yield from map(StoredConversation._make, self.connection.execute("SELECT key, name, title FROM conversation"))

    def messages(self, conversation: StoredConversation) -> Iterator[Message]:
        """Yield the messages of a conversation in the order they were sent; where one has no time, of the export."""
        columns = "source, line, author, text, at, zone, name, coalesce(id, ''), reply_to"
        for source, line, author, text, at, zone, name, key, reply_to in self._in_order(conversation.key, columns):
            when = None if at is None else datetime.fromtimestamp(at, timezone(timedelta(minutes=zone)))
            yield Message(source, line, conversation.name, author, text, when, name, conversation.title, key, reply_to)

    def numbers(self, conversation: StoredConversation) -> list[int]:
        """Return the number in the store of each message of a conversation, in the order of `messages`."""
        return [number for (number,) in self._in_order(conversation.key, "number")]

    def _in_order(self, key: int, columns: str) -> sqlite3.Cursor:
        timed = "SELECT count(*) = count(at) FROM message WHERE conversation = ?"
        order = "at, number" if self.connection.execute(timed, (key,)).fetchone()[0] else "number"
        return self.connection.execute(f"SELECT {columns} FROM message WHERE conversation = ? ORDER BY {order}", (key,))


def storable(text: str) -> str:
    """Return a text that SQLite takes: half a character becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not text.isascii() else text
