"""A cache of what is made of a chunk, or of a word."""

from collections.abc import Callable
from typing import Any, Final

_MOST: Final = 50_000
_LONGEST: Final = 40  # characters; longer chunks seldom repeat


class ChunkCache(dict[str, Any]):
    """Cache of a function of a chunk; cleared when full, long chunks are not kept.

    Examples
    --------
    >>> sizes = ChunkCache(len)
    >>> sizes["secret"], sizes
    (6, {'secret': 6})
    """

    def __init__(self, make: Callable[[str], Any]) -> None:
        self._make = make

    def __reduce__(self) -> tuple[Any, ...]:
        return ChunkCache, (self._make,)  # a copy of a model holds no words of messages

    def __missing__(self, chunk: str) -> Any:
        made = self._make(chunk)
        if len(chunk) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[chunk] = made
        return made
