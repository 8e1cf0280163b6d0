"""The interface of a store of conversation states; `sqlite` and `redis` implement it."""

from __future__ import annotations

import secrets
from typing import Final, NamedTuple, Protocol

VERSION_BYTES: Final = 16


class Held(NamedTuple):
    """A record in the store.

    Attributes
    ----------
    version : bytes
        16 random bytes, new with every change, so a deleted and recreated record is never taken for the old one.
    record : bytes
        The packed `Record` of the conversation.
    """

    version: bytes
    record: bytes


class Store(Protocol):
    """Stores one record for each conversation, for any number of services at once.

    Every method raises `StoreDownError` if the store cannot be reached or refuses.
    """

    async def get(self, key: str) -> Held | None:
        """Return the record, or None."""

    async def put(self, key: str, new: Held, replaces: bytes | None) -> bool:
        """Keep a record if the held one is still of the version that it replaces (None: there is none).

        Returns
        -------
        bool
            True once it is kept for good; False where somebody else was faster, and nothing was changed.
        """

    async def delete(self, key: str) -> bool:
        """Erase the record, and say whether there was one."""

    async def forget_silent(self) -> None:
        """Erase the records that have been silent for longer than they are to be kept."""

    async def ping(self) -> None:
        """Find out whether the store can be used."""

    async def close(self) -> None:
        """Finish what has begun, and let go."""


def new_version() -> bytes:
    """Return a version that no record has had.

    Examples
    --------
    >>> len(new_version())
    16
    """
    return secrets.token_bytes(VERSION_BYTES)
