"""The interface of a store of conversation states; `sqlite` and `redis` implement it."""

from __future__ import annotations

import secrets
from typing import Final, NamedTuple, Protocol

VERSION_BYTES: Final = 16


class Held(NamedTuple):
    """A record in the store.

    The version is 16 random bytes, new with every change: a recreated record is never taken for the deleted one.
    """

    version: bytes
    record: bytes  # the packed `Record` of the conversation


class Store(Protocol):
    """Stores one record for each conversation, for any number of services at once.

    Every method raises `StoreDownError` if the store cannot be reached or refuses.
    """

    async def get(self, key: str) -> Held | None:
        """Return the record, or None."""

    async def put(self, key: str, new: Held, replaces: bytes | None) -> bool:
        """Store a record if the stored version is still the one that it replaces (None: there is none).

        Return True after a durable write, False if another process was faster; then nothing changed.
        """

    async def delete(self, key: str) -> bool:
        """Delete the record; return whether there was one."""

    async def delete_expired(self) -> None:
        """Delete the records without a change within the retention period."""

    async def ping(self) -> None:
        """Check that the store responds."""

    async def close(self) -> None:
        """Finish pending work and close the store."""


def new_version() -> bytes:
    """Return a version that no record has had.

    Examples
    --------
    >>> len(new_version())
    16
    """
    return secrets.token_bytes(VERSION_BYTES)
