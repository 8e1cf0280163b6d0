"""Hash tables of integers for the kernels: open addressing, linear probing; compiled by numba."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from grooming_risk.scoring.compiled.jit import compiled, inlined

_SPREAD: Final = -7046029254386353131  # the golden ratio of 2**64 (Knuth, 1973): high bits of a product are spread well


def key(kind: int, first: int, second: int) -> int:
    """Return the key of a pair, as `find` computes it."""
    return kind << 58 | first << 29 | second


@compiled
def fill(keys: Any, values: Any, slots: Any) -> None:
    """Insert keys and values into the rows of a table at most half full; a free one has the key -1."""
    mask = len(slots) - 1
    for number in range(len(keys)):
        slot = (keys[number] * _SPREAD >> 44) & mask
        while slots[slot, 0] >= 0:
            slot = (slot + 1) & mask
        slots[slot, 0], slots[slot, 1] = keys[number], values[number]


@inlined
def find(kind: int, first: int, second: int, slots: Any) -> Any:
    """Return the value of a pair, or -1."""
    wanted = np.int64(kind) << 58 | np.int64(first) << 29 | np.int64(second)
    mask = len(slots) - 1
    slot = (wanted * _SPREAD >> 44) & mask
    while slots[slot, 0] >= 0:
        if slots[slot, 0] == wanted:
            return slots[slot, 1]
        slot = (slot + 1) & mask
    return -1


@inlined
def is_new(wanted: int, slots: Any, turn: int, mask: int) -> bool:
    """Insert a key into the set of this turn, the rows whose second number it is; return whether it is new."""
    slot = (wanted * _SPREAD >> 44) & mask
    while slots[slot, 1] == turn:
        if slots[slot, 0] == wanted:
            return False
        slot = (slot + 1) & mask
    slots[slot, 0], slots[slot, 1] = wanted, turn
    return True
