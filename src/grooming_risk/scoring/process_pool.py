"""A process pool whose workers exit when their parent dies, even by a kill."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from grooming_risk.errors import MissingExtraError, RunStoppedError
from grooming_risk.scoring.forked_pool import can_fork, forked_pool

_LOOK: Final = 1.0  # seconds between two checks of the parent
_AHEAD: Final = 2  # pending tasks for each process: one in work, one waiting

T = TypeVar("T")


@contextmanager
def process_pool(jobs: int, prepare: Callable[..., None] | None = None, *arguments: Any) -> Iterator[Executor]:
    """Yield a pool, and end it; `prepare` runs once in each process.

    Where this process can be forked, the others share what it has loaded, and the arguments may be of any size. Else
    they are started anew by joblib, and the arguments must be small.

    Raises
    ------
    MissingExtraError
        joblib is needed and not installed.
    RunStoppedError
        A process was killed.
    """
    try:
        with (forked_pool if can_fork() else _fresh_pool)(jobs, prepare, *arguments) as executor:
            yield executor
    except BrokenExecutor:
        raise RunStoppedError("a process ended before its work was done (was memory short?); run the same again, "
                              "with fewer jobs if need be") from None  # fmt: skip


def in_order(
    pool: Executor, jobs: int, function: Callable[[Any], Any], items: Iterable[T], argument: Callable[[T], Any]
) -> Generator[tuple[T, Any]]:
    """Yield each item with what a process returns for its argument, in order, with few items ahead.

    Close it before the pool ends: a process that is ended while it writes a result leaves a part of it, for whose rest
    the pool would wait.
    """
    pending: deque[tuple[T, Future[Any]]] = deque()
    try:
        for item in items:
            pending.append((item, pool.submit(function, argument(item))))
            if len(pending) == _AHEAD * jobs:
                yield _first(pending)
        while pending:
            yield _first(pending)
    finally:
        wait([future for _, future in pending if not future.cancel()])


def _first(pending: deque[tuple[T, Future[Any]]]) -> tuple[T, Any]:
    item, future = pending[0]
    result = future.result()
    pending.popleft()
    return item, result


@contextmanager
def _fresh_pool(jobs: int, prepare: Callable[..., None] | None, *arguments: Any) -> Iterator[Executor]:
    try:
        from joblib.externals.loky import ProcessPoolExecutor
    except ModuleNotFoundError:
        raise MissingExtraError("joblib", "train") from None
    executor = ProcessPoolExecutor(max_workers=jobs, initializer=_begin, initargs=(os.getpid(), prepare, arguments))
    try:
        yield executor
    finally:
        executor.shutdown(kill_workers=True)


def _begin(parent: int, prepare: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if prepare:
        prepare(*arguments)


def _end_with(parent: int) -> None:
    """End this process once its parent is dead: a killed parent cannot do it."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)
