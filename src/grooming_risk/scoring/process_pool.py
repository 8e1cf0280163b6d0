"""A process pool whose workers exit when their parent dies, even by a kill."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from typing import Any, Final

from grooming_risk.errors import MissingExtraError, RunStoppedError

_LOOK: Final = 1.0  # seconds between two checks of the parent


@contextmanager
def process_pool(jobs: int, prepare: Callable[..., None] | None = None, *arguments: Any) -> Iterator[Executor]:
    """Yield a pool, and end it; `prepare` runs once in each process, with small arguments.

    Raises
    ------
    MissingExtraError
        joblib is not installed.
    RunStoppedError
        A process was killed.
    """
    try:
        from joblib.externals.loky import ProcessPoolExecutor
    except ModuleNotFoundError:
        raise MissingExtraError("joblib", "train") from None
    executor = ProcessPoolExecutor(max_workers=jobs, initializer=_begin, initargs=(os.getpid(), prepare, arguments))
    try:
        yield executor
    except BrokenExecutor:
        raise RunStoppedError("a process ended before its work was done (was memory short?); run the same again, "
                              "with fewer jobs if need be") from None  # fmt: skip
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
