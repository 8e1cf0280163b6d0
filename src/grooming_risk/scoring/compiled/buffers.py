"""Scratch buffers for the kernels, allocated once and reused."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from grooming_risk.scoring.compiled.tables import Tables
from grooming_risk.text.windows import WHOLE_LIMIT, WINDOW


class Buffers(NamedTuple):
    """Arrays reused for every part of a message.

    Attributes
    ----------
    names : array of int32, shape (WHOLE_LIMIT,)
        Concepts of the part.
    seen : array of int64, shape (2 ** n, 2)
        Hash set of the terms of the part: a term, and its turn; a row is in use if its turn is the current one.
    turn : array of int64, shape (3,)
        The current turn; the mask of the slots for a window, and for a whole message.
    total : array of float64, shape (1 + n_heads,)
        Squared norm and sums of the part.
    """

    names: Any
    seen: Any
    turn: Any
    total: Any


def buffers(tables: Tables) -> Buffers:
    """Return buffers for the longest part: `WHOLE_LIMIT` words."""
    a_word, a_concept = 2 + int(tables.rules[3]), 2 + int(tables.rules[2])
    window, whole = (1 << (2 * words * (a_word + a_concept)).bit_length() for words in (WINDOW, WHOLE_LIMIT))
    turn = np.array([0, window - 1, whole - 1])
    names, total = np.empty(WHOLE_LIMIT, np.int32), np.empty(tables.rows.shape[1])
    return Buffers(names, np.zeros((whole, 2), np.int64), turn, total)
