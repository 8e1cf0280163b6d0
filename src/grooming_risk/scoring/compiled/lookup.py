"""Finds the pieces of messages, as machine code (numba): from bytes to numbers of pieces.

What words a piece stands for was worked out by the tokenizer, once: see `pieces`.
"""

from __future__ import annotations

from typing import Any, Final

from grooming_risk.scoring.compiled.chunks import BLANK, CONTROL, DIGIT, HIGH, LETTER, Pieces
from grooming_risk.scoring.compiled.jit import compiled_without_counting, inlined

MAYBE_SPACED: Final = 1
"""Mark of a message in which single letters may spell a word, or that must be folded before one can say so."""
LONG_PIECE: Final = 2
"""Mark of a message with a piece that is too long to look up."""

LONGEST_PIECE: Final = 128
"""Bytes of a piece that is looked up."""
MOST_PROBES: Final = 64
"""Slots that are tried for a piece: nobody can make look-ups slow by pieces that fall into one place."""

_SPELLED: Final = 4  # single letters in a row that may be a word
_WIDEST_GAP: Final = 5  # signs between two of them
_PRIME: Final = 1099511628211  # of FNV-1a (Fowler, Noll and Vo, 1991)


@compiled_without_counting
def mark(data: Any, ends: Any, kinds: Any, marks: Any) -> None:
    """Mark messages in which single letters may spell a word: rather one too many than one too few.

    Parameters
    ----------
    data : array of uint8
        UTF-8 of all messages, one behind the other.
    ends : array of int64, shape (n_messages,)
        Where each message ends.
    kinds : array of int64, shape (256,)
        Kind of each byte.
    marks : array of uint8, shape (n_messages,)
        Filled.
    """
    begin = 0
    for message in range(len(ends)):
        marks[message] = 0
        letters = gap = 0  # single letters in a row, and signs since the last one
        alone = True  # whether a letter here would stand alone, as far as one can say from what is before it
        for at in range(begin, ends[message]):
            kind = kinds[data[at]]
            if kind == LETTER:
                after = kinds[data[at + 1]] if at + 1 < ends[message] else BLANK
                alone = alone and after not in (LETTER, DIGIT)
                letters = 0 if not alone else letters + 1 if gap <= _WIDEST_GAP else 1
                gap = 0
            elif kind == DIGIT:
                letters = 0
            else:
                gap += 1
            alone = kind not in (LETTER, DIGIT)
            if letters == _SPELLED or kind in (HIGH, CONTROL):
                marks[message] = MAYBE_SPACED
        begin = ends[message]


@compiled_without_counting
def cut(data: Any, ends: Any, pieces: Pieces, found: Any, counts: Any, marks: Any, missing: Any) -> Any:
    """Look up the pieces of messages.

    Parameters
    ----------
    data, ends, marks : arrays
        As `mark` takes them; messages with a piece that is too long get a second mark.
    pieces : Pieces
        What is known.
    found : array of int32
        Filled: the number of each piece, or -1.
    counts : array of int64, shape (n_messages,)
        Filled: the pieces of each message.
    missing : array of int64, shape (n, 4)
        Filled: place in `found`, start, end and hash of each piece that is not known.

    Returns
    -------
    int
        Number of rows of `missing`.
    """
    total = lost = at = 0
    for message in range(len(ends)):
        first = total
        while at < ends[message]:
            begin, value = at, pieces.seed
            while at < ends[message] and pieces.kinds[data[at]] != BLANK:
                value = (value ^ pieces.lower[data[at]]) * _PRIME
                at += 1
            if at == begin:
                at += 1
                continue
            found[total] = -1
            if at - begin > LONGEST_PIECE:
                marks[message] |= LONG_PIECE
            else:
                found[total] = _look_up(data, begin, at, value, pieces)
                if found[total] < 0:
                    missing[lost, 0], missing[lost, 1], missing[lost, 2], missing[lost, 3] = total, begin, at, value
                    lost += 1
            total += 1
        counts[message] = total - first
    return lost


@inlined
def _look_up(data: Any, begin: int, end: int, value: int, pieces: Pieces) -> Any:
    slot = _first_slot(value, pieces)
    for _ in range(MOST_PROBES):
        number = pieces.slots[slot]
        if number < 0 or _is_same(data, begin, end, value, number, pieces):
            return number
        slot = (slot + 1) & (len(pieces.slots) - 1)
    return -1


@inlined
def _is_same(data: Any, begin: int, end: int, value: int, number: int, pieces: Pieces) -> bool:
    """Compare all letters: equal hashes can be made on purpose."""
    if pieces.hashes[number] != value or pieces.sizes[number] != end - begin:
        return False
    for place in range(end - begin):
        if pieces.letters[pieces.starts[number] + place] != pieces.lower[data[begin + place]]:
            return False
    return True


@inlined
def _first_slot(value: int, pieces: Pieces) -> Any:
    return (value ^ (value >> 29)) & (len(pieces.slots) - 1)


@compiled_without_counting
def insert(pieces: Pieces, first: int) -> None:
    """Give the pieces from `first` on their slots; one for which none is free near by is learnt again next time."""
    for number in range(first, len(pieces.hashes)):
        slot = _first_slot(pieces.hashes[number], pieces)
        for _ in range(MOST_PROBES):
            if pieces.slots[slot] < 0:
                pieces.slots[slot] = number
                break
            slot = (slot + 1) & (len(pieces.slots) - 1)
