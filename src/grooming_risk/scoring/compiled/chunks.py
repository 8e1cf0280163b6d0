"""Chunks (the text between two blanks) by number, as arrays for the kernels."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

BLANK: Final = 0
"""Kind of a byte that folds to a blank."""
LETTER: Final = 1
"""Kind of an ASCII letter."""
DIGIT: Final = 2
"""Kind of an ASCII digit."""
SIGN: Final = 3
"""Kind of every other visible ASCII character."""
CONTROL: Final = 4
"""Kind of an ASCII character that folding drops."""
HIGH: Final = 5
"""Kind of a byte of a character outside ASCII."""
OVERLAY: Final = 6
"""Kind of a sign that may be markup or a mention; see `grooming_risk.text.overlay`."""
PLAIN: Final = 7
"""Kind of a sign before or behind a word that does not change how the word is read."""

ANOTHER_LANGUAGE: Final = 1
"""Flag of a chunk for another language to read: the scorer reads its message."""
NO_QUESTION: Final = 2
"""Flag of a chat spelling: question marks behind it are no words."""

QUESTIONS: Final = 28
"""Bit of a number of `found` from which the question marks behind a word are counted, 3 at most."""

START: Final = 0
SIZE: Final = 1
FIRST: Final = 2
COUNT: Final = 3
FLAGS: Final = 4
"""Columns of a chunk."""

ROW: Final = 0
LETTERED: Final = 1
LISTED: Final = 2
SUBWORDS: Final = 3
SUBWORD_COUNT: Final = 4
"""Columns of a word."""


class Chunks(NamedTuple):
    """Chunks, words and subwords by number. What is read together stands together: one look into memory finds it.

    Attributes
    ----------
    kinds, lower : array of int64, shape (256,)
        Kind of each byte, and its lower case.
    seed : int
        Seed of the hashes, random for each process.
    slots : array of int32
        Chunk in each slot, or -1.
    letters : array of uint8
        Bytes of the chunks, in lower case.
    chunks : array of int32, shape (n_chunks, 5)
        Place of the bytes of a chunk in `letters`, and their count; place of its words in `numbers`, and their count;
        its flags.
    numbers : array of int32
        Numbers of words.
    words : array of int32, shape (n_words, 5)
        Row of weights of a known word, -1 for an unknown one; whether a word is known and begins with a letter, as
        such words tell the language; whether it is in the list of known words, as not every class is; place of the
        subwords of an unknown word in `subwords`, and their count.
    subwords : array of int32
        Numbers of subwords.
    subword_row : array of int32
        Row of weights of a subword.
    """

    kinds: Any
    lower: Any
    seed: Any
    slots: Any
    letters: Any
    chunks: Any
    numbers: Any
    words: Any
    subwords: Any
    subword_row: Any
