"""Chunks (the text between two blanks) by number: the words of each chunk, and the row of weights of each word.

The tokenizer and the analyzer read each chunk once. A full table starts anew: chat repeats common chunks soon.
"""

from __future__ import annotations

import os
from array import array
from typing import Any, Final, NamedTuple

import numpy as np

from grooming_risk.scoring.compiled.tables import Terms
from grooming_risk.scoring.memo import Memo
from grooming_risk.text.fold import fold
from grooming_risk.text.overlay import ASCII_SIGNS

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

MOST_CHUNKS: Final = 100_000
"""Chunks after which the table starts anew, before the next batch."""

_SLOTS: Final = 1 << 18
_UNBOUNDED: Final = 1 << 62  # numbers are for good; `clear` bounds the table
_SEED: Final = np.int64(int.from_bytes(os.urandom(8), "little", signed=True))  # of the hashes: unpredictable
_COLUMNS: Final = {
    "hashes": "q", "starts": "i", "sizes": "i", "letters": "B", "firsts": "i", "counts": "i", "foreign": "B",
    "words": "i",
    "row": "i", "lettered": "B", "subword_firsts": "i", "subword_counts": "i", "subwords": "i", "subword_row": "i",
}  # fmt: skip
"""Growing columns, with the type codes of their numbers."""


class Chunks(NamedTuple):
    """Chunks, words and subwords by number.

    Attributes
    ----------
    kinds, lower : array of int64, shape (256,)
        Kind of each byte, and its lower case.
    seed : int
        Seed of the hashes, random for each process.
    slots : array of int32
        Chunk in each slot, or -1.
    hashes, starts, sizes : arrays, shape (n_chunks,)
        Hash of a chunk, and the place of its bytes in `letters`.
    letters : array of uint8
        Bytes of the chunks, in lower case.
    firsts, counts : array of int32, shape (n_chunks,)
        Place of its words in `words`.
    foreign : array of uint8, shape (n_chunks,)
        Whether a chunk is for another language to read: the scorer reads its message.
    words : array of int32
        Numbers of words.
    row : array of int32, shape (n_words,)
        Row of weights of a known word; -1 for an unknown one.
    lettered : array of uint8, shape (n_words,)
        Whether a word is known and begins with a letter: such words tell the language.
    subword_firsts, subword_counts : array of int32, shape (n_words,)
        Place of the subwords of an unknown word in `subwords`.
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
    foreign: Any
    words: Any
    row: Any
    lettered: Any
    subword_firsts: Any
    subword_counts: Any
    subwords: Any
    subword_row: Any


class ChunkTable:
    """Learns chunks on first sight."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._tokenizer = terms.analyzer.tokenizer
        self._kinds = _kinds()
        self._lower = np.frombuffer(bytes(range(256)).lower(), np.uint8).astype(np.int64)
        self.clear()

    def clear(self) -> None:
        """Forget all chunks, and all words but those of phrases, bigrams and edges."""
        self._columns: dict[str, array[int]] = {name: array(kind) for name, kind in _COLUMNS.items()}
        self._slots = np.full(_SLOTS, -1, np.int32)
        self._words = Memo(self._add_word, _UNBOUNDED)
        self._subwords = Memo(self._add_subword, _UNBOUNDED)
        for word in self._terms.fixed_words:
            self._words[word]  # gives it a number

    @property
    def size(self) -> int:
        """Number of known chunks."""
        return len(self._columns["hashes"])

    @property
    def chunks(self) -> Chunks:
        """Views of the table; it cannot grow while they exist."""
        columns = {name: np.frombuffer(column, column.typecode) for name, column in self._columns.items()}
        return Chunks(self._kinds, self._lower, _SEED, self._slots, **columns)

    def learn(self, chunk: bytes, value: int) -> int:
        """Add a chunk in lower case with its hash; return its number."""
        number, columns = self.size, self._columns
        parts = fold(chunk.decode("utf-8", "surrogatepass")).split()
        written = [word for part in parts for word in self._tokenizer.chunk_words(part)]
        words = [*map(self._words.__getitem__, written)]
        columns["starts"].append(len(columns["letters"]))
        columns["sizes"].append(len(chunk))
        columns["letters"].extend(chunk)
        columns["firsts"].append(len(columns["words"]))
        columns["counts"].append(len(words))
        columns["words"].extend(words)
        columns["foreign"].append(self._tokenizer.is_of_another_language(written))
        columns["hashes"].append(value)
        return number

    def _add_word(self, word: str) -> int:
        columns, known = self._columns, self._tokenizer.is_known(word)
        subwords = () if known else self._terms.analyzer.subword_ngrams(word)
        columns["row"].append(self._terms.number(word) if known else -1)
        columns["lettered"].append(known and word[0].isalpha())
        columns["subword_firsts"].append(len(columns["subwords"]))
        columns["subword_counts"].append(len(subwords))
        columns["subwords"].extend([self._subwords[term] for term in subwords])
        return len(self._words)

    def _add_subword(self, term: str) -> int:
        self._columns["subword_row"].append(self._terms.number(term))
        return len(self._subwords)


def _kinds() -> Any:
    kinds = np.full(256, HIGH, np.int64)
    for byte in range(128):
        char = chr(byte)
        kinds[byte] = (
            BLANK if fold(char) == " "
            else CONTROL if not fold(char)
            else OVERLAY if char in ASCII_SIGNS
            else LETTER if char.isalpha()
            else DIGIT if char.isdigit()
            else SIGN
        )  # fmt: skip
    return kinds
