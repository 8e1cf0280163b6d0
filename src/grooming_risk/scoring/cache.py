"""Remembers short messages, which chat repeats all day."""

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Final, NamedTuple

SHORT: Final = 24
"""Characters of a message that is remembered, at most."""

_MOST: Final = 10_000


class CacheInfo(NamedTuple):
    """How often short messages came again; see `Scorer.cache_info`.

    Attributes
    ----------
    hits, misses : int
        Short messages that were remembered, and that were not.
    maxsize, currsize : int
        How many are remembered at most, and now.
    """

    hits: int
    misses: int
    maxsize: int | None
    currsize: int


def remembering(risk: Callable[[str], float]) -> "_lru_cache_wrapper[float]":
    """Return a function that remembers the risk of the latest messages it was asked for."""
    return lru_cache(maxsize=_MOST)(risk)
