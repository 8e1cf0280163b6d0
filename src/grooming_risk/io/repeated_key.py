"""JSON objects in which a key stands twice: one of the two values would be lost."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

_SHOWN: Final = 60  # characters of a key


class RepeatedKeyError(ValueError):
    """A key stands twice in an object."""


class Repeated(NamedTuple):
    """What stands for an item of JSON with a key twice."""

    problem: str


def problem_of(key: str) -> str:
    """Return what is wrong with a key that stands twice.

    Examples
    --------
    >>> problem_of("text")
    "the key 'text' stands twice in one object; leave one"
    """
    return f"the key {key[:_SHOWN]!r} stands twice in one object; leave one"


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, as `json.loads` takes it for ``object_pairs_hook``; a key that stands twice is an error."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise RepeatedKeyError(problem_of(next(key for key in found if keys.count(key) > 1)))
    return found


decode: Final = json.JSONDecoder(object_pairs_hook=once).decode
"""Reads a JSON document, each key of it once."""


class Keys:
    """The keys of the objects that are open while events of a JSON document come by.

    Attributes
    ----------
    repeated : str
        What is wrong, "" while every key stood once.
    """

    def __init__(self) -> None:
        self.repeated = ""
        self._open: list[set[str]] = []

    def take(self, event: str, value: Any) -> None:
        """Take an event as ijson names it."""
        if event == "map_key":
            if value in self._open[-1]:
                self.repeated = self.repeated or problem_of(value)
            self._open[-1].add(value)
        elif event == "start_map":
            self._open.append(set())
        elif event == "end_map":
            self._open.pop()
