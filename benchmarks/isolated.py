"""Runs a call in a fork of this process, so that nothing of it is remembered for the next measurement."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable
from multiprocessing import get_context
from typing import TypeVar

Found = TypeVar("Found")


def isolated(call: Callable[[], Found]) -> Found:
    """Return what a call gives in a fork; models that this process has loaded are loaded there too."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def run() -> None:
        gc.freeze()  # the garbage collector of one competitor must not walk through the objects of all others
        sender.send(call())

    process = context.Process(target=run)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads at a fork: those of NumPy survive it
        process.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        raise RuntimeError("a measurement ended without a figure; its error is above") from None
    finally:
        receiver.close()
        process.join()
