"""The interface of a store of conversation states; `sqlite` and `redis` implement it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from typing import Final, Literal, NamedTuple, Protocol

VERSION_BYTES: Final = 16

PLACE_DIGITS: Final = 11
"""Digits of a place in the order of risk; the id of the conversation follows them."""

Order = Literal["risk", "change"]
"""Riskiest first, or the oldest change first."""


class Held(NamedTuple):
    """A record in the store.

    The version is 16 random bytes, new with every change: a recreated record is never taken for the deleted one.
    """

    version: bytes
    record: bytes  # the packed `Record` of the conversation


class Entry(NamedTuple):
    """What the list of conversations has of a record."""

    place: str  # `PLACE_DIGITS` digits and the id; the highest place comes first
    row: bytes


class Page(NamedTuple):
    """A page of the list."""

    rows: list[tuple[str, bytes]]  # position and row
    after: str  # position of the last entry that was read; by change at most the last change
    more: bool  # whether entries may follow now


class Store(Protocol):
    """Stores one record for each conversation, for any number of services at once, and lists them.

    Every method raises `StoreDownError` if the store cannot be reached or refuses.
    """

    async def get(self, key: str) -> Held | None:
        """Return the record, or None."""

    async def put(self, key: str, new: Held, replaces: bytes | None, entry: Entry | None = None) -> bool:
        """Store a record if the stored version is still the one that it replaces (None: there is none).

        Return True after a durable write, False if another process was faster; then nothing changed. The entry goes
        into the list in the same step.
        """

    async def delete(self, key: str) -> bool:
        """Delete the record and its entry; return whether there was one."""

    async def delete_expired(self) -> None:
        """Delete the records without a change within the retention period, and their entries."""

    async def page(self, order: Order, after: str, limit: int) -> Page:
        """Return the next entries after a position; "" is the beginning.

        Positions by change are numbers that only grow, so whoever continues there misses no change.
        """

    def unlisted(self) -> AsyncIterator[tuple[str, Held]]:
        """Yield the records that a version without lists wrote; nothing once all were taken."""

    async def enter(self, key: str, version: bytes, entry: Entry) -> None:
        """Put a stored record into the list, unless it has changed since."""

    async def ping(self) -> None:
        """Check that the store can be written and read."""

    async def weaknesses(self) -> list[str]:
        """Return what may lose conversations, for whoever runs the service."""

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
