"""The workers of a run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, NamedTuple

InOrder = Callable[[Callable[[Any], Any], Iterable[Any], Callable[[Any], Any]], Generator[tuple[Any, Any]]]


class Workers(NamedTuple):
    """A way to run tasks.

    Attributes
    ----------
    size : int
        Number of tasks at the same time.
    run : callable
        Takes a function and a list of arguments, and yields the results in the order of completion. An error of the
        function is raised.
    in_order : callable, optional
        Shares out the work of one task, where the processes are near: `process_pool.in_order` without its first two
        arguments.
    """

    size: int
    run: Callable[[Callable[..., Any], Iterable[Any]], Iterator[Any]]
    in_order: InOrder | None = None
