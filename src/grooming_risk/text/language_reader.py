"""Reads chunks, the text between two blanks, of a language besides English.

Letters of another script become Latin ones, a script without blanks is cut into words, and an unknown word gets the
mark of the language, so that its parts are not taken for English.
"""

import re
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from typing import Final

from grooming_risk.text.chunk_reader import Chunk, ChunkReader
from grooming_risk.text.language import Language, mark_of
from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.segmented import fewest_words

_STRETCHED: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_LATIN: Final = re.compile("[a-z]")


class LanguageReader(ChunkReader):
    """Reads chunks of a language; words that only English knows are read as English.

    Parameters
    ----------
    language : Language
        The language, whose spellings win.
    english : Lexicon
        That of the model.
    dictionary : collection of str
        Known words of English besides its lexicon's.
    """

    def __init__(self, language: Language, english: Lexicon, dictionary: Collection[str]) -> None:
        super().__init__(language.lexicon.merged(english), dictionary, mends=True)
        self._mark = language.code + ":"
        self._letters = str.maketrans(dict(language.letters))
        self._run = re.compile(f"[{language.script}]+") if language.script else None
        self._written = language.lexicon.spelling
        self._longest = max(map(len, self._written), default=1)

    def read(self, chunk: str) -> Chunk:
        """Return the words of a folded chunk."""
        if chunk.isascii():
            return self._marked(super().read(chunk))
        if self._run:
            return self._marked([word for part in self._runs(chunk) for word in part])
        latin = "" if _LATIN.search(chunk) else chunk.translate(self._letters)
        if not latin.isascii() or not latin:
            return self._marked(super().read(chunk))
        places = [place for place, char in enumerate(chunk) for _ in char.translate(self._letters)]
        words = super().read(latin)
        return self._marked([(word, places[start], places[end - 1] + 1) for word, start, end in words])

    def _runs(self, chunk: str) -> Iterator[Sequence[tuple[str, int, int]]]:
        """Yield the words of each run of the script without blanks, and of what stands between."""
        begin = 0
        for match in self._run.finditer(chunk) if self._run else ():
            yield self._between(chunk, begin, match.start())
            yield self._cut(match.group(), match.start())
            begin = match.end()
        yield self._between(chunk, begin, len(chunk))

    def _between(self, chunk: str, begin: int, end: int) -> list[tuple[str, int, int]]:
        part = chunk[begin:end]
        return [(word, begin + start, begin + stop) for word, start, stop in super().read(part)] if part else []

    def _cut(self, run: str, begin: int) -> list[tuple[str, int, int]]:
        """Cut a run into the fewest known words; a letter that is stretched counts once."""
        places = [*range(len(run))]
        for match in reversed([*_STRETCHED.finditer(run)]):
            del places[match.start() + 1 : match.end()]
        letters = "".join(map(run.__getitem__, places))
        found, start = [], 0
        for piece in fewest_words(letters, self._written, self._longest):
            end = start + len(piece)
            last = places[end] if end < len(places) else len(run)
            found += [(word, begin + places[start], begin + last) for word in self._written.get(piece, (piece,))]
            start = end
        return found

    def _marked(self, words: Sequence[tuple[str, int, int]]) -> Chunk:
        """Mark the unknown words of letters."""
        return tuple([
            (word if word in self.known or mark_of(word) or not word[0].isalpha() else self._mark + word, start, end)
            for word, start, end in words
        ])  # fmt: skip


class MixedReader:
    """Reads chunks as English does, but for those that only another language knows.

    Parameters
    ----------
    english, other : ChunkReader
        The two readers.
    foreign : container of str
        Words that only the other language knows.
    """

    def __init__(
        self, english: "ChunkReader | MixedReader", other: "ChunkReader | MixedReader", foreign: Container[str]
    ) -> None:
        self._english, self._other, self._foreign = english, other, foreign
        self.known: set[str] = english.known
        self.resolve: Callable[[str], tuple[str, ...]] = english.resolve
        self.joined_letters: Callable[[str], Iterator[tuple[str, int, int]]] = english.joined_letters

    def read(self, chunk: str) -> Chunk:
        """Return the words of a folded chunk."""
        words = self._english.read(chunk)
        return self._other.read(chunk) if any(word in self._foreign for word, _, _ in words) else words
