"""Room for the machine code to work in: made once, used anew for every message."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from grooming_risk.scoring.compiled.tables import Tables
from grooming_risk.text.windows import WHOLE_LIMIT, WINDOW


class Items(NamedTuple):
    """Terms that occur in a stretch of words, in the order of their last words.

    Attributes
    ----------
    firsts, lasts : array of int32, shape (most,)
        The words it comes from.
    befores : array of int32, shape (most,)
        Where it began when it occurred before, at the latest; -1 if it did not.
    weights : array of float64, shape (most, 1 + n_heads)
        What it adds.
    """

    firsts: Any
    lasts: Any
    befores: Any
    weights: Any


class Names(NamedTuple):
    """Concepts that a stretch of words names, and the words they come from."""

    concepts: Any
    firsts: Any
    lasts: Any


class Seen(NamedTuple):
    """What occurred before, and where: a slot counts while its turn is the present one.

    Attributes
    ----------
    keys, places, turns : array, shape (2 ** n,)
        The slots.
    turn : array of int64, shape (4,)
        The present one; the mask of the slots in use, and what it is for a window and for a whole message.
    """

    keys: Any
    places: Any
    turns: Any
    turn: Any


class Desk(NamedTuple):
    """Room to work in, used anew for every message."""

    of_words: Items
    of_concepts: Items
    of_cut_concepts: Items
    names: Names
    cut_names: Names
    seen: Seen
    total: Any


def desk(tables: Tables) -> Desk:
    """Return room for the longest stretch whose items are kept: `WHOLE_LIMIT` words."""
    columns = tables.rows.shape[1]
    a_word, a_concept = 2 + int(tables.rules[3]), 2 + int(tables.rules[2])
    window, whole = (1 << (2 * words * (a_word + a_concept)).bit_length() for words in (WINDOW, WHOLE_LIMIT))
    turn = np.array([0, 0, window - 1, whole - 1])
    of_concepts = WHOLE_LIMIT * a_concept
    return Desk(
        _items(WHOLE_LIMIT * a_word, columns),
        _items(of_concepts, columns),
        _items(of_concepts, columns),
        Names(*np.empty((3, WHOLE_LIMIT), np.int32)),
        Names(*np.empty((3, WHOLE_LIMIT), np.int32)),
        Seen(np.empty(whole, np.int64), np.empty(whole, np.int32), np.zeros(whole, np.int64), turn),
        np.empty(columns),
    )


def _items(most: int, columns: int) -> Items:
    firsts, lasts, befores = np.empty((3, most), np.int32)
    return Items(firsts, lasts, befores, np.empty((most, columns)))
