"""Keeps the event loop free: long work runs in a thread, short work runs at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

INLINE: Final = 2_000
"""Longest message, in characters, that is scored in the event loop: a thread switch costs more than most messages."""

P = ParamSpec("P")
R = TypeVar("R")


async def run_blocking(size: int, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what the work returns; `size` is the characters it has to read.

    Examples
    --------
    >>> asyncio.run(run_blocking(5, len, "hello"))
    5
    """
    if size <= INLINE:
        return work(*args, **kwargs)
    return await asyncio.to_thread(work, *args, **kwargs)
