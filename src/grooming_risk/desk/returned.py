"""Conversations that were erased and that an export brings back: known by a keyed hash, not by their names."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

_KEY: Final = "erasure key"
_BYTES: Final = 16


def remember_erased(connection: sqlite3.Connection, key: int | None) -> None:
    """Write the hash of a conversation that is about to be erased, or of all (None)."""
    names = connection.execute(
        "SELECT name FROM conversation JOIN ranking ON conversation = key WHERE ? IS NULL OR key = ?", (key, key)
    ).fetchall()
    secret = _secret(connection)
    connection.executemany("INSERT OR IGNORE INTO erased VALUES (?)", [(_hash(name, secret),) for (name,) in names])


def count_returned(connection: sqlite3.Connection, names: Iterable[str]) -> int:
    """Return how many of the conversations that came in were erased before."""
    secret = _secret(connection)
    known = {row[0] for row in connection.execute("SELECT hash FROM erased")}
    return sum(_hash(name, secret) in known for name in names) if known else 0


def _secret(connection: sqlite3.Connection) -> bytes:
    """Return the key of the hashes of this file; drawn the first time."""
    connection.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (_KEY, secrets.token_hex(_BYTES)))
    return bytes.fromhex(connection.execute("SELECT value FROM setting WHERE name = ?", (_KEY,)).fetchone()[0])


def _hash(name: str, secret: bytes) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), key=secret, digest_size=_BYTES).hexdigest()
