"""Conversation states in Redis. Its settings decide how safe they are: ``appendonly yes``, ``appendfsync always``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.stores.base import VERSION_BYTES, Held

_PREFIX: Final = "grooming-risk:conversation:"
_SECONDS: Final = 5.0  # to connect, and to answer
_CONNECTIONS: Final = 32  # commands under way; further ones wait

# The new version counts as well as the replaced one, so that a command may be sent again when its answer was lost.
_PUT: Final = """
local held = redis.call('GETRANGE', KEYS[1], 0, 15)
if held == string.sub(ARGV[2], 1, 16) then return 1 end
if held ~= ARGV[1] then return 0 end
if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1
"""


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
        self._put = self._redis.register_script(_PUT)
        self._milliseconds = max(1, round(keep_days * 86_400_000)) if keep_days else 0

    async def get(self, key: str) -> Held | None:
        """Return the record, or None."""
        value = await self._answer(lambda: self._redis.get(_PREFIX + key))
        return None if value is None else Held(value[:VERSION_BYTES], value[VERSION_BYTES:])

    async def put(self, key: str, new: Held, replaces: bytes | None) -> bool:
        """Store a record if the stored version is still the one that it replaces."""
        values: list[bytes | int] = [replaces or b"", new.version + new.record, self._milliseconds]
        return bool(await self._answer(lambda: self._put(keys=[_PREFIX + key], args=values)))

    async def delete(self, key: str) -> bool:
        """Delete the record; return whether there was one."""
        return bool(await self._answer(lambda: self._redis.delete(_PREFIX + key)))

    async def delete_expired(self) -> None:
        """Do nothing: Redis expires records itself."""

    async def ping(self) -> None:
        """Check that Redis responds."""
        await self._answer(self._redis.ping)

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
