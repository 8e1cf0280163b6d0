"""A cache as a dictionary: a hit runs no Python code."""

from collections.abc import Callable
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(dict[Key, Value]):
    """Cached values of a function; a full cache starts anew."""

    def __init__(self, make: Callable[[Key], Value], most: int = 20_000) -> None:
        self._make, self._most = make, most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value


def cached(make: Callable[[Any], Value], *most: int) -> Callable[[Any], Value]:
    """Return a function that caches another one's values.

    Examples
    --------
    >>> size = cached(len)
    >>> size("secret")
    6
    """
    cache: Memo[Any, Value] = Memo(make, *most)
    return cache.__getitem__
