"""Progress bars."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from rich.progress import track

from grooming_risk.cli.terminal import stderr_console


def progress_bar(what: str) -> Callable[..., Iterable[Any]] | None:
    """Return a function that shows a bar over an iterable, or None without a terminal.

    It takes the iterable, and its length where that has none; `what` labels the bar.
    """
    if not sys.stderr.isatty():
        return None

    def tracked(items: Iterable[Any], total: int | None = None) -> Iterable[Any]:
        return track(items, what, total, console=stderr_console(), transient=True)

    return tracked
