"""States a second of the stores: each message reads the state of its conversation and writes the new one."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from conversation_rate import Messages
from service_load import free_port

from grooming_risk import Conversation
from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.record import Record
from grooming_risk.service.stores.base import PLACE_DIGITS, Entry, Held, Store, new_version
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore

_SERVER = shutil.which("redis-server")
_AT_ONCE = 200
"""Requests under way at once: a store serves those that wait together."""


def rates(states: int, chat: Messages) -> dict[str, float]:
    """Return the states a second of each store that is there, for records as large as that of a chat."""
    record = _record(chat)
    with TemporaryDirectory() as folder:
        found = {"SQLite, one file": _rate(lambda: SqliteStore(Path(folder, "state.sqlite3")), states, record)}
    for name, flush in {
        "Redis, each write on the disk": "always",
        "Redis, on the disk each second": "everysec",
    }.items():
        if _SERVER:
            with TemporaryDirectory() as folder, _redis(folder, flush) as address:
                found[name] = _rate(lambda address=address: RedisStore(address), states, record)
    return found


def _record(chat: Messages) -> bytes:
    conversation = Conversation()
    for message in chat:
        conversation.add(message["text"], author=message["author"], at=60.0 * message["minutes"])
    return Record(conversation.to_bytes()).pack()


def _rate(open_store: Callable[[], Store], states: int, record: bytes) -> float:
    async def measured() -> float:
        store, numbers = open_store(), iter(range(states))
        begin = time.perf_counter()
        await asyncio.gather(*(_messages(store, number, numbers, record) for number in range(_AT_ONCE)))
        duration = time.perf_counter() - begin
        await store.close()
        return states / duration

    return asyncio.run(measured())


async def _messages(store: Store, conversation: int, numbers: Iterator[int], record: bytes) -> None:
    """Read and write the states of one conversation, as long as there are numbers."""
    key = f"c{conversation}"
    for number in numbers:
        held = await store.get(key)
        place = f"{number:0{PLACE_DIGITS}}{key}"
        new = Held(new_version(), record)
        if not await store.put(key, new, held and held.version, Entry(place, b"{}")):
            raise RuntimeError("a state was written by somebody else")


@contextmanager
def _redis(folder: str, flush: str) -> Iterator[str]:
    port = free_port()
    options = f"--bind 127.0.0.1 --port {port} --save --appendonly yes --appendfsync {flush} --dir".split()
    server = subprocess.Popen([_SERVER, *options, folder], stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    try:
        asyncio.run(_until_it_answers(address))
        yield address
    finally:
        server.terminate()
        server.wait(10)


async def _until_it_answers(address: str) -> None:
    for attempt in count():
        store = RedisStore(address)
        try:
            return await store.ping()
        except StoreDownError:
            if attempt > 100:
                raise
            await asyncio.sleep(0.05)
        finally:
            await store.close()
