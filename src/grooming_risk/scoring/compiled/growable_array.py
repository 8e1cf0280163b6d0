"""A column of numbers that grows at its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

_SMALLEST: Final = 1024


class Column:
    """Numbers in an array that doubles when it is full: adding one costs the same however many there are.

    Parameters
    ----------
    kind : numpy type
        Of the numbers.

    Examples
    --------
    >>> column = Column(np.int32)
    >>> column.append(3)
    >>> column.extend([4, 5])
    >>> len(column), column.values.tolist()
    (3, [3, 4, 5])
    """

    def __init__(self, kind: Any) -> None:
        self._kept: Any = np.empty(_SMALLEST, kind)
        self._size = 0
        self._new: list[int] = []

    def __len__(self) -> int:
        return self._size + len(self._new)

    def append(self, number: int) -> None:
        """Add a number."""
        self._new.append(number)

    def extend(self, numbers: Iterable[int]) -> None:
        """Add numbers."""
        self._new.extend(numbers)

    @property
    def values(self) -> Any:
        """All numbers, as an array that later ones may no longer be in."""
        size = len(self)
        while size > len(self._kept):
            self._kept = np.concatenate([self._kept, np.empty_like(self._kept)])
        if self._new:
            self._kept[self._size : size] = self._new
            self._size = size
            self._new.clear()
        return self._kept[:size]
