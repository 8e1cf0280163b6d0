"""Learns chunks (the text between two blanks): the words of each, and the row of weights of each word.

Known words are there from the start. The tokenizer and the analyzer read any other chunk once. A word between plain
signs, as in "secret," or "why??", is no chunk of its own: it is the word, and its question marks are counted. A full
table starts anew: chat repeats common chunks soon.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Collection, Sequence
from itertools import accumulate, chain
from typing import Any, Final

import numpy as np

from grooming_risk.scoring.compiled.chunks import (
    ANOTHER_LANGUAGE,
    BLANK,
    CONTROL,
    DIGIT,
    HIGH,
    LETTER,
    NO_QUESTION,
    OVERLAY,
    PLAIN,
    SIGN,
    Chunks,
)
from grooming_risk.scoring.compiled.lookup import insert
from grooming_risk.scoring.compiled.tables import Terms
from grooming_risk.scoring.memo import Memo
from grooming_risk.text.fold import fold
from grooming_risk.text.overlay import ASCII_SIGNS
from grooming_risk.text.plain_signs import plain_signs

MOST_CHUNKS: Final = 100_000
"""Chunks after which the table starts anew, before the next batch."""

_SLOTS: Final = 1 << 18
_UNBOUNDED: Final = 1 << 62  # numbers are for good; `clear` bounds the table
_SEED: Final = np.int64(int.from_bytes(os.urandom(8), "little", signed=True))  # of the hashes: unpredictable
_WIDTHS: Final = {"chunks": 5, "words": 5}
_COLUMNS: Final = {"letters": "B", "chunks": "i", "numbers": "i", "words": "i", "subwords": "i", "subword_row": "i"}
"""Growing columns, with the type codes of their numbers."""


class ChunkTable:
    """Learns chunks on first sight.

    Attributes
    ----------
    kinds : array of int64, shape (256,)
        Kind of each byte.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._tokenizer = terms.analyzer.tokenizer
        self._spelling = terms.analyzer.lexicon.spelling
        self.kinds = _kinds(plain_signs(terms.analyzer.lexicon.leet))
        self._lower = np.frombuffer(bytes(range(256)).lower(), np.uint8).astype(np.int64)
        self.clear()

    def clear(self) -> None:
        """Forget all chunks but the known words."""
        self._columns: dict[str, array[int]] = {name: array(kind) for name, kind in _COLUMNS.items()}
        self._slots = np.full(_SLOTS, -1, np.int32)
        self._words = Memo(self._add_word, _UNBOUNDED)
        self._subwords = Memo(self._add_subword, _UNBOUNDED)
        for word in self._terms.fixed_words:
            self._words[word]  # gives it a number
        known = [word for word in self._tokenizer.known if word.isascii() and word.isalpha()]
        self._append([*map(str.encode, known)], [self._spelling.get(word) or (word,) for word in known])

    @property
    def size(self) -> int:
        """Number of chunks, known words among them."""
        return len(self._columns["chunks"]) // _WIDTHS["chunks"]

    @property
    def chunks(self) -> Chunks:
        """Views of the table; it cannot grow while they exist."""
        columns = {name: np.frombuffer(column, column.typecode) for name, column in self._columns.items()}
        shaped = {name: columns[name].reshape(-1, width) for name, width in _WIDTHS.items()}
        return Chunks(self.kinds, self._lower, _SEED, self._slots, **{**columns, **shaped})

    def learn(self, chunks: Sequence[bytes]) -> None:
        """Add distinct new chunks in lower case; the first gets the number `size`."""
        self._append(chunks, [*map(self._read, chunks)])

    def _read(self, chunk: bytes) -> tuple[str, ...]:
        parts = fold(chunk.decode("utf-8", "surrogatepass")).split()
        if len(parts) == 1:
            return self._tokenizer.chunk_words(parts[0])
        return tuple(chain.from_iterable(map(self._tokenizer.chunk_words, parts)))

    def _append(self, chunks: Sequence[bytes], words: Sequence[Sequence[str]]) -> None:
        columns, first = self._columns, self.size
        sizes, counts = [*map(len, chunks)], [*map(len, words)]
        starts = accumulate(sizes, initial=len(columns["letters"]))
        firsts = accumulate(counts, initial=len(columns["numbers"]))
        flags = map(self._flags, chunks, words)
        columns["letters"].extend(b"".join(chunks))
        columns["numbers"].extend(map(self._words.__getitem__, chain.from_iterable(words)))
        columns["chunks"].extend(chain.from_iterable(zip(starts, sizes, firsts, counts, flags, strict=False)))
        insert(self.chunks, first)

    def _flags(self, chunk: bytes, words: Sequence[str]) -> int:
        foreign = self._tokenizer.is_of_another_language(words)
        return ANOTHER_LANGUAGE * foreign | NO_QUESTION * (chunk.decode("utf-8", "surrogatepass") in self._spelling)

    def _add_word(self, word: str) -> int:
        columns, known = self._columns, self._tokenizer.is_known(word)
        subwords = () if known else self._terms.analyzer.subword_ngrams(word)
        row, listed = self._terms.number(word) if known else -1, word in self._tokenizer.known
        place = len(columns["subwords"])
        columns["words"].extend((row, known and word[0].isalpha(), listed, place, len(subwords)))
        columns["subwords"].extend([self._subwords[term] for term in subwords])
        return len(self._words)

    def _add_subword(self, term: str) -> int:
        self._columns["subword_row"].append(self._terms.number(term))
        return len(self._subwords)


def _kinds(plain: Collection[str]) -> Any:
    kinds = np.full(256, HIGH, np.int64)
    for byte in range(128):
        char = chr(byte)
        kinds[byte] = (
            BLANK if fold(char) == " "
            else CONTROL if not fold(char)
            else OVERLAY if char in ASCII_SIGNS
            else LETTER if char.isalpha()
            else DIGIT if char.isdigit()
            else PLAIN if char in plain
            else SIGN
        )  # fmt: skip
    return kinds
