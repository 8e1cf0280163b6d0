"""Which conversations a second person reads: a keyed draw, so that it can be repeated and depends on no order."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from typing import Final, NamedTuple

from grooming_risk.desk.decision import DeskError, check_number
from grooming_risk.desk.ranking_table import KEYS

_BYTES: Final = 8


class Draw(NamedTuple):
    """A draw of conversations.

    Attributes
    ----------
    share : float in [0, 1]
        Share of conversations.
    seed : int
        Key of the draw.
    """

    share: float
    seed: int

    def takes(self, name: str) -> bool:
        """Say whether a conversation is drawn, by its id.

        Examples
        --------
        >>> Draw(0.0, 7).takes("c1"), Draw(1.0, 7).takes("c1")
        (False, True)
        """
        digest = blake2b(
            name.encode("utf-8", "surrogatepass"), key=str(self.seed).encode(), digest_size=_BYTES
        ).digest()
        return int.from_bytes(digest) < self.share * 256**_BYTES


class SecondReadings(NamedTuple):
    """How many conversations a second person reads.

    Attributes
    ----------
    drawn, conversations : int
        Those drawn, of how many.
    share : float
        The share asked for; of few conversations none may be drawn.
    """

    drawn: int
    conversations: int
    share: float


def second_readings(connection: sqlite3.Connection, draw: Draw) -> SecondReadings:
    """Return how many of a file's conversations are drawn."""
    names = connection.execute(KEYS).fetchall()
    return SecondReadings(sum(draw.takes(name) for _, name in names), len(names), draw.share)


def draw_of(connection: sqlite3.Connection, share: float | None, seed: int | None) -> tuple[Draw, bool]:
    """Return the draw of a file, and whether a given share or seed changed it; a share out of range is a DeskError."""
    if share is not None and not (isinstance(share, int | float) and 0 <= share <= 1):
        raise DeskError(f"the share of second readings must be a number between 0 and 1, not {share!r}")
    if seed is not None:
        check_number("the seed", seed)
    kept = {"share": 0.1, "seed": 0, **dict(connection.execute("SELECT name, value FROM setting"))}
    draw = Draw(float(kept["share"] if share is None else share), int(kept["seed"] if seed is None else seed))
    connection.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", draw._asdict().items())
    return draw, draw != (kept["share"], kept["seed"])
