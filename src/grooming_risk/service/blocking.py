"""Keeps the event loop free: long work runs in threads of its own, short work runs at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

INLINE: Final = 500
"""Most characters that are scored in the event loop: a thread switch costs more than most messages."""

TURN: Final = 4_000
"""Characters of a batch that are scored in one turn; then other requests get theirs, and the time limit is kept."""

# Threads share one processor (the GIL): more of them would only keep the event loop waiting longer.
_THREADS: Final = ThreadPoolExecutor(2, thread_name_prefix="scoring")

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
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(work, *args, **kwargs))


def turns(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the texts of a batch in turns: a long one by itself, short ones together.

    Examples
    --------
    >>> [len(turn) for turn in turns(["gg"] * 3 + ["x" * 4_000] + ["gg"])]
    [3, 1, 1]
    """
    turn: list[str] = []
    size = 0
    for text in texts:
        if turn and size + len(text) > TURN:
            yield turn
            turn, size = [], 0
        turn.append(text)
        size += len(text)
    if turn:
        yield turn
