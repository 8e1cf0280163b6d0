"""What stands between blanks, as numbers: which words it stands for, and which row of weights each has.

The tokenizer and the analyzer say so, once for each piece. When many are known they are all forgotten: chat repeats
itself, so what is common is soon back.
"""

from __future__ import annotations

import os
import string
from array import array
from typing import Any, Final, NamedTuple

import numpy as np

from grooming_risk.scoring.compiled.tables import Terms
from grooming_risk.text.fold import fold

BLANK: Final = 0
"""Kind of a byte that folds to a blank."""
LETTER: Final = 1
"""Kind of an ASCII letter."""
DIGIT: Final = 2
"""Kind of an ASCII digit."""
SIGN: Final = 3
"""Kind of every other ASCII character that is seen."""
CONTROL: Final = 4
"""Kind of an ASCII character that folding drops."""
HIGH: Final = 5
"""Kind of a byte of a character outside ASCII."""

MOST_CHUNKS: Final = 100_000
"""Pieces after which the book is emptied before the next batch."""

_SLOTS: Final = 1 << 18
_SEED: Final = np.int64(int.from_bytes(os.urandom(8), "little", signed=True))  # where hashes begin: not to be foreseen
_COLUMNS: Final = {
    "hashes": "q", "starts": "i", "sizes": "i", "letters": "B", "firsts": "i", "counts": "i", "words": "i",
    "row": "i", "subword_firsts": "i", "subword_counts": "i", "subwords": "i", "subword_row": "i",
}  # fmt: skip
"""Columns that grow, and the type codes of their numbers."""


class Chunks(NamedTuple):
    """Pieces, words and subwords by number.

    Attributes
    ----------
    kinds, lower : array of int64, shape (256,)
        Kind of each byte, and its lower case.
    seed : int
        Where hashes begin, drawn anew for each process.
    slots : array of int32
        Piece in each slot, or -1.
    hashes, starts, sizes : arrays, shape (n_chunks,)
        Hash of a piece, and where its bytes stand in `letters`.
    letters : array of uint8
        Bytes of the pieces, in lower case.
    firsts, counts : array of int32, shape (n_chunks,)
        Where its words stand in `words`.
    words : array of int32
        Numbers of words.
    row : array of int32, shape (n_words,)
        Row of weights of a known word; -1 for an unknown one.
    subword_firsts, subword_counts : array of int32, shape (n_words,)
        Where the subwords of an unknown word stand in `subwords`.
    subwords : array of int32
        Numbers of subwords.
    subword_row : array of int32
        Row of weights of a subword.
    """

    kinds: Any
    lower: Any
    seed: Any
    slots: Any
    hashes: Any
    starts: Any
    sizes: Any
    letters: Any
    firsts: Any
    counts: Any
    words: Any
    row: Any
    subword_firsts: Any
    subword_counts: Any
    subwords: Any
    subword_row: Any


class ChunkTable:
    """Learns pieces on first sight.

    Parameters
    ----------
    terms : Terms
        The model's.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._tokenizer = terms.analyzer.tokenizer
        self._kinds, self._lower = _kinds(), _lower()
        self.clear()

    def clear(self) -> None:
        """Forget all pieces, and all words but those that stand in forms and runs."""
        self._columns: dict[str, array[int]] = {name: array(kind) for name, kind in _COLUMNS.items()}
        self._slots = np.full(_SLOTS, -1, np.int32)
        self._words: dict[str, int] = {}
        self._subwords: dict[str, int] = {}
        for word in self._terms.fixed_words:
            self._add_word(word)

    @property
    def size(self) -> int:
        """How many pieces are known."""
        return len(self._columns["hashes"])

    @property
    def chunks(self) -> Chunks:
        """All that is known by now; nothing can be learnt while these views are held."""
        columns = {name: np.frombuffer(column, column.typecode) for name, column in self._columns.items()}
        return Chunks(self._kinds, self._lower, _SEED, self._slots, **columns)

    def learn(self, piece: bytes, value: int) -> int:
        """Learn a piece in lower case that has a hash; return its number."""
        number = self.size
        words = self._words_of(piece)
        columns = self._columns
        columns["starts"].append(len(columns["letters"]))
        columns["sizes"].append(len(piece))
        columns["letters"].extend(piece)
        columns["firsts"].append(len(columns["words"]))
        columns["counts"].append(len(words))
        columns["words"].extend(words)
        columns["hashes"].append(value)
        return number

    def _words_of(self, piece: bytes) -> list[int]:
        chunks = fold(piece.decode("utf-8", "surrogatepass")).split()
        return [self._number(word) for chunk in chunks for word in self._tokenizer.chunk_words(chunk)]

    def _number(self, word: str) -> int:
        number = self._words.get(word)
        return self._add_word(word) if number is None else number

    def _add_word(self, word: str) -> int:
        number = self._words[word] = len(self._words)
        known = self._tokenizer.is_known(word)
        subwords = () if known else self._terms.analyzer.subword_ngrams(word)
        columns = self._columns
        columns["row"].append(self._terms.number(word) if known else -1)
        columns["subword_firsts"].append(len(columns["subwords"]))
        columns["subword_counts"].append(len(subwords))
        columns["subwords"].extend([self._subword(term) for term in subwords])
        return number

    def _subword(self, term: str) -> int:
        number = self._subwords.get(term)
        if number is None:
            number = self._subwords[term] = len(self._subwords)
            self._columns["subword_row"].append(self._terms.number(term))
        return number


def _kinds() -> Any:
    kinds = np.full(256, HIGH, np.int64)
    for byte in range(128):
        char = chr(byte)
        kinds[byte] = (
            BLANK if fold(char) == " "
            else CONTROL if not fold(char)
            else LETTER if char.isalpha()
            else DIGIT if char.isdigit()
            else SIGN
        )  # fmt: skip
    return kinds


def _lower() -> Any:
    lower = np.arange(256)
    for letter in string.ascii_uppercase:
        lower[ord(letter)] = ord(letter.lower())
    return lower
