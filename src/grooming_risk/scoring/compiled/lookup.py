"""Kernels that find the chunks of messages: from bytes to numbers of chunks; see `chunks`."""

from __future__ import annotations

from typing import Any, Final

from grooming_risk.scoring.compiled.chunks import (
    BLANK,
    CONTROL,
    DIGIT,
    FLAGS,
    HIGH,
    LETTER,
    NO_QUESTION,
    OVERLAY,
    PLAIN,
    QUESTIONS,
    SIZE,
    START,
    Chunks,
)
from grooming_risk.scoring.compiled.jit import compiled_without_counting, inlined

MAYBE_ACROSS: Final = 1
"""Mark of a message whose chunks may not be read one by one, possibly after folding."""
LONG_CHUNK: Final = 2
"""Mark of a message with a chunk longer than `LONGEST_CHUNK`."""

LONGEST_CHUNK: Final = 128
"""Bytes of the longest chunk in the table."""
MOST_PROBES: Final = 64
"""Slots tried for a chunk, so that crafted collisions cannot slow a look-up."""

_QUESTION: Final = ord("?")
_MOST_QUESTIONS: Final = 3
_W: Final = ord("w")
_SPELLED: Final = 4  # single letters in a row that may be a word
_WIDEST_GAP: Final = 5  # signs between two of them
_PRIME: Final = 1099511628211  # of FNV-1a (Fowler, Noll and Vo, 1991)


@compiled_without_counting
def mark(data: Any, ends: Any, kinds: Any, marks: Any) -> None:
    """Mark messages whose chunks may not be read one by one: single letters may spell a word, or there may be markup.

    Some marks are false, none is missing.

    Parameters
    ----------
    data : array of uint8
        UTF-8 of all messages, concatenated.
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
        alone = True  # whether a letter here would stand alone, judged by the byte before
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
            if letters == _SPELLED or kind in (HIGH, CONTROL, OVERLAY):
                marks[message] = MAYBE_ACROSS
        begin = ends[message]


@compiled_without_counting
def lookup_chunks(data: Any, ends: Any, chunks: Chunks, found: Any, counts: Any, marks: Any, missing: Any) -> Any:
    """Look up the chunks of messages.

    Parameters
    ----------
    data, ends, marks : arrays
        As in `mark`; messages with a chunk that is too long get `LONG_CHUNK` too.
    chunks : Chunks
        The known chunks.
    found : array of int32
        Filled: the number of each chunk, 0 for an unknown or a long one; the question marks behind a word from the bit
        `QUESTIONS` on.
    counts : array of int64, shape (n_messages,)
        Filled: the chunks of each message.
    missing : array of int64, shape (n, 3)
        Filled: place in `found`, start and end of each unknown chunk, or of the word between plain signs.

    Returns
    -------
    int
        Number of rows of `missing`.
    """
    total = lost = at = 0
    for message in range(len(ends)):
        first = total
        while at < ends[message]:
            begin = at
            while at < ends[message] and chunks.kinds[data[at]] != BLANK:
                at += 1
            if at == begin:
                at += 1
                continue
            found[total] = 0
            if at - begin > LONGEST_CHUNK:
                marks[message] |= LONG_CHUNK
            else:
                start, end, questions = _between_signs(data, begin, at, chunks)
                number = _look_up(data, start, end, chunks)
                if number < 0:
                    missing[lost, 0], missing[lost, 1], missing[lost, 2] = total, start, end
                    lost += 1
                    found[total] = questions << QUESTIONS
                elif questions and chunks.chunks[number, FLAGS] & NO_QUESTION:
                    found[total] = number
                else:
                    found[total] = number | questions << QUESTIONS
            total += 1
        counts[message] = total - first
    return lost


@inlined
def _between_signs(data: Any, begin: int, end: int, chunks: Chunks) -> tuple[int, int, int]:
    """Return the range of the word between plain signs, and the question marks behind it; else the whole chunk."""
    start, stop, questions = begin, end, 0
    while start < end and chunks.kinds[data[start]] == PLAIN and data[start] != _QUESTION:
        start += 1
    while stop > start and chunks.kinds[data[stop - 1]] == PLAIN:
        stop -= 1
        questions += data[stop] == _QUESTION
    if (start == begin and stop == end) or start == stop or questions > _MOST_QUESTIONS:
        return begin, end, 0
    for place in range(start, stop):
        if chunks.kinds[data[place]] != LETTER:
            return begin, end, 0
    if stop - start == 3 and data[start] | 32 == data[start + 1] | 32 == data[start + 2] | 32 == _W:
        return begin, end, 0  # "www" begins a link
    return start, stop, questions


@inlined
def _look_up(data: Any, begin: int, end: int, chunks: Chunks) -> Any:
    slot = _first_slot(data, begin, end, chunks)
    for _ in range(MOST_PROBES):
        number = chunks.slots[slot]
        if number < 0 or _is_same(data, begin, end, number, chunks):
            return number
        slot = (slot + 1) & (len(chunks.slots) - 1)
    return -1


@inlined
def _is_same(data: Any, begin: int, end: int, number: int, chunks: Chunks) -> bool:
    """Compare all bytes: equal hashes can be crafted."""
    place, size, start = 0, chunks.chunks[number, SIZE], chunks.chunks[number, START]
    if size == end - begin:
        while place < size and chunks.letters[start + place] == chunks.lower[data[begin + place]]:
            place += 1
    return place == end - begin


@inlined
def _first_slot(data: Any, begin: int, end: int, chunks: Chunks) -> Any:
    value = chunks.seed
    for place in range(begin, end):
        value = (value ^ chunks.lower[data[place]]) * _PRIME
    return (value ^ (value >> 29)) & (len(chunks.slots) - 1)


@compiled_without_counting
def insert(chunks: Chunks, first: int) -> None:
    """Insert the chunks from `first` on; one without a free slot near by stays unknown."""
    for number in range(first, len(chunks.chunks)):
        start = chunks.chunks[number, START]
        slot = _first_slot(chunks.letters, start, start + chunks.chunks[number, SIZE], chunks)
        for _ in range(MOST_PROBES):
            if chunks.slots[slot] < 0:
                chunks.slots[slot] = number
                break
            slot = (slot + 1) & (len(chunks.slots) - 1)
