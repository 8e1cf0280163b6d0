"""Functions that remember what they returned, as dictionaries: a look-up of what is known runs no Python code."""

from collections.abc import Callable
from typing import Final, TypeVar

MOST: Final = 20_000
"""Values that are remembered at most."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(dict[Key, Value]):
    """Values of a function; when it is full it starts anew."""

    def __init__(self, make: Callable[[Key], Value]) -> None:
        self._make = make

    def __missing__(self, key: Key) -> Value:
        if len(self) >= MOST:
            self.clear()
        value = self[key] = self._make(key)
        return value


class Kept(dict[Key, Value]):
    """Values of a function: one object for each key, whichever thread asks first."""

    def __init__(self, make: Callable[[Key], Value]) -> None:
        self._make = make

    def __missing__(self, key: Key) -> Value:
        return self.setdefault(key, self._make(key))
