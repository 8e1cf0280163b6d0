"""Conversation states in Redis.

Its settings decide how safe they are: ``appendonly yes``, ``appendfsync always``, ``maxmemory-policy noeviction``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.stores import redis_scripts as scripts
from grooming_risk.service.stores.base import PLACE_DIGITS, VERSION_BYTES, Entry, Held, Order, Page, new_version
from grooming_risk.service.stores.redis_scripts import RECORD

_SECONDS: Final = 5.0  # to connect, and to answer
_PROBE_SECONDS: Final = 60
_SCANNED: Final = 1_000
_CONNECTIONS: Final = 32  # commands under way; further ones wait


class RedisStore:
    """Stores records in Redis, which drops a record after `keep_days` without a change.

    Connects on use, so it recovers when Redis does. Raises `ValueError` for an invalid address.
    """

    def __init__(self, address: str, keep_days: float | None = None) -> None:
        self._redis: Any = Redis.from_url(
            address,
            max_connections=_CONNECTIONS,
            socket_timeout=_SECONDS,
            socket_connect_timeout=_SECONDS,
            retry=Retry(NoBackoff(), 1),
            retry_on_error=[RedisConnectionError, RedisTimeoutError],
        )
        self._turns = asyncio.Semaphore(_CONNECTIONS)
        self._put, self._enter, self._delete, self._page = map(
            self._redis.register_script, (scripts.PUT, scripts.ENTER, scripts.DELETE, scripts.PAGE)
        )
        self._milliseconds = max(1, round(keep_days * 86_400_000)) if keep_days else 0

    async def get(self, key: str) -> Held | None:
        """Return the record, or None."""
        value = await self._answer(lambda: self._redis.get(RECORD + key))
        return None if value is None else Held(value[:VERSION_BYTES], value[VERSION_BYTES:])

    async def put(self, key: str, new: Held, replaces: bytes | None, entry: Entry | None = None) -> bool:
        """Store a record if the stored version is still the one that it replaces."""
        listed = entry or Entry("", b"")
        values: list[Any] = [replaces or b"", new.version + new.record, self._milliseconds, key, *listed]
        return bool(await self._answer(lambda: self._put(keys=[RECORD + key], args=values)))

    async def delete(self, key: str) -> bool:
        """Delete the record and its entry; return whether there was one."""
        return bool(await self._answer(lambda: self._delete(keys=[RECORD + key], args=[key])))

    async def page(self, order: Order, after: str, limit: int) -> Page:
        """Return the next entries after a position; "" is the beginning."""
        values: list[Any] = [order, after, limit, PLACE_DIGITS]
        last, count, rows = await self._answer(lambda: self._page(keys=[RECORD], args=values))
        return Page([(position.decode(), row) for position, row in rows], last.decode(), count == limit)

    async def unlisted(self) -> AsyncIterator[tuple[str, Held]]:
        """Yield the records that a version without lists wrote; nothing once all were taken."""
        cursor, done = 0, await self._answer(lambda: self._redis.exists(scripts.COMPLETE))
        while not done:
            scan = partial(self._redis.scan, cursor, match=RECORD + "*", count=_SCANNED)
            cursor, names = await self._answer(scan)
            for key in [name.decode().removeprefix(RECORD) for name in names]:
                listed = await self._answer(partial(self._redis.hexists, scripts.PLACES, key))
                held = None if listed else await self.get(key)
                if held:
                    yield key, held
            done = not cursor
        await self._answer(lambda: self._redis.set(scripts.COMPLETE, 1))

    async def enter(self, key: str, version: bytes, entry: Entry) -> None:
        """Put a stored record into the list, unless it has changed since."""
        await self._answer(lambda: self._enter(keys=[RECORD + key], args=[version, key, *entry]))

    async def delete_expired(self) -> None:
        """Do nothing: Redis expires records itself."""

    async def ping(self) -> None:
        """Check that Redis can be written and read: it may be read-only, or full."""
        value = new_version()
        await self._answer(lambda: self._redis.set(scripts.PROBE, value, ex=_PROBE_SECONDS))
        if await self._answer(lambda: self._redis.get(scripts.PROBE)) is None:
            raise StoreDownError("Redis does not keep what is written; look at its settings")

    async def weaknesses(self) -> list[str]:
        """Return whether Redis may drop conversations when its memory is full."""
        policy = (await self._answer(lambda: self._redis.info("memory"))).get("maxmemory_policy", "unknown")
        if policy == "noeviction":
            return []
        return [f"maxmemory-policy is {policy}: Redis may forget conversations in silence; set it to noeviction"]

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _answer(self, command: Callable[[], Awaitable[Any]]) -> Any:
        try:
            async with self._turns:
                return await command()
        except (RedisError, OSError) as error:
            problem = f"Redis cannot be used ({type(error).__name__}); send it again, messages with their id"
            raise StoreDownError(problem) from None
