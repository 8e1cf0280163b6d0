"""Bars on a terminal while a command goes through much."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sized
from typing import Any


def progress_bar(what: str) -> Callable[..., Iterable[Any]] | None:
    """Return what shows a bar while something is gone through; None where nobody looks at a terminal.

    It takes an iterable, and its length where that has none.

    Parameters
    ----------
    what : str
        What is gone through, in a word.
    """
    if not sys.stderr.isatty():
        return None
    from rich.progress import track

    from grooming_risk.cli.terminal import stderr_console

    def tracked(items: Iterable[Any], total: int | None = None) -> Iterable[Any]:
        total = len(items) if isinstance(items, Sized) else total
        return track(items, what, total=total, console=stderr_console(), transient=True)

    return tracked
