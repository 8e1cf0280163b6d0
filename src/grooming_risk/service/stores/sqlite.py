"""Conversation states in an SQLite file.

One thread talks to SQLite. Requests that arrive while it is busy go into its next transaction, so one flush to the disk
serves them all; each is answered after that flush.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, NamedTuple

from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.stores.base import Entry, Held, Order, Page
from grooming_risk.service.stores.sqlite_file import WAIT_SECONDS, open_file

_TOGETHER: Final = 256  # requests in one transaction
_PROBE_BYTES: Final = 4_096
_WIPE_SECONDS: Final = 1.0  # between two attempts to empty the log

_PAGES: Final = {
    "risk": "SELECT place, row FROM entries WHERE place < ? ORDER BY place DESC LIMIT ?",
    "change": "SELECT change, row FROM entries WHERE change > ? ORDER BY change LIMIT ?",
}
_UNLISTED: Final = """
SELECT id, version, record FROM conversations WHERE id > ? AND NOT EXISTS (SELECT 1 FROM list WHERE complete)
AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = conversations.id) ORDER BY id LIMIT ?
"""
_ALL_LISTED: Final = "UPDATE list SET complete = 1 WHERE NOT complete"
_ENTER: Final = "INSERT OR REPLACE INTO entries (id, place, row, change) SELECT ?, ?, ?, changes FROM list"

Work = Callable[[sqlite3.Connection], Any]


class _Task(NamedTuple):
    work: Work
    writes: bool
    future: asyncio.Future[Any]


class SqliteStore:
    """Stores records in a file that only its owner can read; several services may share it.

    The file and its folder are created if absent. `delete_expired` deletes records after `keep_days` without a change.
    Raises `DataError` for a file that cannot be opened or is not a store of this library.
    """

    def __init__(
        self, path: str | Path, keep_days: float | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._path = Path(path)
        self._keep_seconds = None if keep_days is None else keep_days * 86_400
        self._clock = clock
        self._connection = open_file(self._path)
        self._inode = os.stat(self._path).st_ino
        self._closed = False
        self._erased = True  # perhaps by a process that was killed before it emptied the log
        self._wipe_from = 0.0  # of the monotonic clock
        self._waiting: SimpleQueue[_Task | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="state", daemon=True)
        self._thread.start()

    async def get(self, key: str) -> Held | None:
        """Return the record, or None."""

        def work(connection: sqlite3.Connection) -> Held | None:
            row = connection.execute("SELECT version, record FROM conversations WHERE id = ?", (key,)).fetchone()
            return row and Held(*row)

        return await self._done(work, writes=False)  # type: ignore[no-any-return]

    async def put(self, key: str, new: Held, replaces: bytes | None, entry: Entry | None = None) -> bool:
        """Store a record if the stored version is still the one that it replaces."""
        if replaces is None:
            statement = "INSERT OR IGNORE INTO conversations (version, record, heard_at, id) VALUES (?, ?, ?, ?)"
        else:
            statement = "UPDATE conversations SET version = ?, record = ?, heard_at = ? WHERE id = ? AND version = ?"
        values = (*new, int(self._clock()), key, *([] if replaces is None else [replaces]))

        def work(connection: sqlite3.Connection) -> bool:
            done = connection.execute(statement, values).rowcount == 1
            if done and entry:
                _enter(connection, key, entry)
            return done

        return bool(await self._done(work, writes=True))

    async def delete(self, key: str) -> bool:
        """Delete the record; return whether there was one."""
        return bool(await self._done(lambda _: self._erase("id = ?", key), writes=True))

    async def delete_expired(self) -> None:
        """Delete the records without a change within the retention period."""
        if self._keep_seconds is not None:
            oldest = int(self._clock() - self._keep_seconds)
            await self._done(lambda _: self._erase("heard_at < ?", oldest), writes=True)

    async def page(self, order: Order, after: str, limit: int) -> Page:
        """Return the next entries after a position; "" is the beginning."""
        start: str | int = int(after or 0) if order == "change" else after or "~"  # behind every digit

        def work(connection: sqlite3.Connection) -> Page:
            found = connection.execute(_PAGES[order], (start, limit))
            rows = [(str(position), row) for position, row in found]
            last = rows[-1][0] if rows else after
            if order == "change" and not rows:
                last = str(min(int(after or 0), *connection.execute("SELECT changes FROM list").fetchone()))
            return Page(rows, last, len(rows) == limit)

        return await self._done(work, writes=False)  # type: ignore[no-any-return]

    async def unlisted(self) -> AsyncIterator[tuple[str, Held]]:
        """Yield the records that a version without lists wrote; nothing once all were taken."""
        last = ""
        while rows := await self._done(partial(_unlisted_after, last), writes=False):
            for key, *held in rows:
                yield key, Held(*held)
            last = rows[-1][0]
        await self._done(
            lambda connection: connection.execute("UPDATE list SET complete = 1 WHERE NOT complete"), writes=True
        )

    async def enter(self, key: str, version: bytes, entry: Entry) -> None:
        """Put a stored record into the list, unless it has changed since."""

        def work(connection: sqlite3.Connection) -> None:
            same = "SELECT 1 FROM conversations WHERE id = ? AND version = ?"
            if connection.execute(same, (key, version)).fetchone():
                _enter(connection, key, entry)

        await self._done(work, writes=True)

    async def ping(self) -> None:
        """Check that the file can be written and read: the disk may be full."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO probe VALUES (1, randomblob(?))", (_PROBE_BYTES,))
            connection.execute("SELECT content FROM probe").fetchone()

        await self._done(work, writes=True)

    async def weaknesses(self) -> list[str]:
        """Return nothing: what SQLite has acknowledged is on the disk."""
        return []

    async def close(self) -> None:
        """Finish pending work and close the file."""
        self._closed = True
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _erase(self, condition: str, value: str | int) -> int:
        count = self._connection.execute(f"DELETE FROM conversations WHERE {condition}", (value,)).rowcount
        if count:
            self._erased, self._wipe_from = True, 0.0
        return count

    async def _done(self, work: Work, *, writes: bool) -> Any:
        if self._closed:
            raise StoreDownError("the service has ended; send it again")
        future = asyncio.get_running_loop().create_future()
        self._waiting.put(_Task(work, writes, future))
        return await future

    def _run(self) -> None:
        """Run waiting tasks until None comes."""
        while self._run_waiting():
            pass
        self._connection.close()

    def _run_waiting(self) -> bool:
        """Run waiting tasks in one transaction, then settle them; return whether more may come.

        A function of its own, so that nothing of the last conversations is held while the thread waits.
        """
        tasks = [self._next()]
        while tasks[-1] is not None and len(tasks) < _TOGETHER and not self._waiting.empty():
            tasks.append(self._waiting.get())
        if batch := [task for task in tasks if task is not None]:
            _tell(batch, self._together(batch))
        return tasks[-1] is not None

    def _together(self, batch: list[_Task]) -> list[Any]:
        """Run tasks in one transaction; return the result of each, or an error for each."""
        try:
            if os.stat(self._path).st_ino != self._inode:
                raise FileNotFoundError
            self._connection.execute("BEGIN IMMEDIATE" if any(task.writes for task in batch) else "BEGIN")
            results = [task.work(self._connection) for task in batch]
            self._connection.execute("COMMIT")
        except Exception as error:  # the thread must go on
            self._undo()
            return [_store_error(error) for _ in batch]
        self._wipe_log()
        return results

    def _undo(self) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _next(self) -> _Task | None:
        """Return the next task; empty the log of erased rows while none comes."""
        while self._erased:
            with suppress(Empty):
                return self._waiting.get(timeout=_WIPE_SECONDS)
            self._wipe_log()
        return self._waiting.get()

    def _wipe_log(self) -> None:
        """Empty the write-ahead log after a deletion: it still holds the old pages.

        While another process reads, that cannot be done: nobody waits for it, and it is tried again later.
        """
        if self._erased and time.monotonic() >= self._wipe_from:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA busy_timeout = 0")
                busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                self._erased = bool(busy)
            self._connection.execute(f"PRAGMA busy_timeout = {round(1000 * WAIT_SECONDS)}")
            self._wipe_from = time.monotonic() + _WIPE_SECONDS


def _enter(connection: sqlite3.Connection, key: str, entry: Entry) -> None:
    connection.execute("UPDATE list SET changes = changes + 1")
    connection.execute(_ENTER, (key, *entry))


def _unlisted_after(last: str, connection: sqlite3.Connection) -> list[tuple[str, bytes, bytes]]:
    return connection.execute(_UNLISTED, (last, _TOGETHER)).fetchall()


def _store_error(error: Exception) -> Exception:
    if not isinstance(error, sqlite3.Error | OSError):
        return error
    return StoreDownError(f"the state file cannot be used ({type(error).__name__}); nothing was changed, send it again")


def _tell(batch: list[_Task], outcomes: list[Any]) -> None:
    """Settle each future in its own event loop; one that has ended meanwhile must not end the thread."""
    settled = list(zip(batch, outcomes, strict=True))
    for loop in {task.future.get_loop() for task in batch}:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, [pair for pair in settled if pair[0].future.get_loop() is loop])


def _settle(settled: list[tuple[_Task, Any]]) -> None:
    for task, outcome in settled:
        if task.future.done():
            continue
        if isinstance(outcome, Exception):
            task.future.set_exception(outcome)
        else:
            task.future.set_result(outcome)
