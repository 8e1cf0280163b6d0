"""A pool of forked processes: they begin with all that this process has loaded, and share its memory."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any


def can_fork() -> bool:
    """Say whether this process can be forked: a thread that holds a lock would leave it locked in the new process.

    The threads of Arrow, NumPy and numba hold none while no Python thread is at work. The libraries of other systems
    than Linux do not survive a fork.
    """
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def forked_pool(jobs: int, prepare: Callable[..., None] | None = None, *arguments: Any) -> Iterator[Executor]:
    """Yield a pool whose processes are there already; `prepare` runs once in each, with arguments of any size.

    The processes end with the pool, whatever they are at, and with this process, even by a kill.
    """
    theirs, ours = os.pipe()  # the others wait for its end, which comes when this process closes it or dies
    executor = ProcessPoolExecutor(jobs, get_context("fork"), _begin, (theirs, ours, prepare, arguments))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the threads of libraries, from Python 3.12 on
            executor.submit(os.getpid)  # forks all of them, before a progress bar or the pool begins a thread
        yield executor
        executor.shutdown()
    finally:
        os.close(ours)
        executor.shutdown(cancel_futures=True)
        os.close(theirs)


def _begin(theirs: int, ours: int, prepare: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    gc.freeze()  # a collection would write to every object, and so copy the shared memory
    os.close(ours)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(theirs,), daemon=True).start()
    if prepare:
        prepare(*arguments)


def _end_with(pipe: int) -> None:
    os.read(pipe, 1)
    os._exit(1)
