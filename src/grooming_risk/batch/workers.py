"""What runs the tasks of a batch, wherever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple


class Workers(NamedTuple):
    """Something that runs tasks.

    Attributes
    ----------
    size : int
        How many it runs at the same time.
    run : callable
        Takes a function and its arguments, and yields what it returns, in the order in which it comes. An error of the
        function is raised.
    """

    size: int
    run: Callable[[Callable[..., Any], Iterable[Any]], Iterator[Any]]
