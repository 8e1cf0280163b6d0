"""The workers of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple


class Workers(NamedTuple):
    """A way to run tasks.

    Attributes
    ----------
    size : int
        Number of tasks at the same time.
    run : callable
        Takes a function and a list of arguments, and yields the results in the order of completion. An error of the
        function is raised.
    """

    size: int
    run: Callable[[Callable[..., Any], Iterable[Any]], Iterator[Any]]
