"""Splits a chat message into standard words, with the span of each in the message.

Contractions and chat spellings are expanded ("dont u" becomes "do not you"), disguises are undone where that gives a
known word, and links, e-mail addresses, @names, numbers and emoticons become classes that start with ``#``.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from grooming_risk.text.backwards import turned, turned_runs
from grooming_risk.text.chunk_cache import ChunkCache
from grooming_risk.text.chunk_reader import UNREADABLE, Chunk, ChunkReader
from grooming_risk.text.filler import FEWEST, has_filler, without_filler
from grooming_risk.text.flag_letters import with_flag_letters
from grooming_risk.text.fold import fold, fold_offsets
from grooming_risk.text.letters_apart import LONGEST_RUN
from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.other_languages import NO_OTHERS, OtherLanguages
from grooming_risk.text.overlay import overridden, uncovered
from grooming_risk.text.parting_signs import may_part, places_without_signs

if TYPE_CHECKING:
    from grooming_risk.text.language_reader import MixedReader

_LETTERS_APART: Final = rf"(?=[^\W\d_][\W_])[^\W\d_](?:[\W_]{{1,5}}[^\W\d_]){{3,{LONGEST_RUN - 1}}}(?!\S)"
_SPACED: Final = re.compile(r"(?<!\S)" + _LETTERS_APART)
_SPACED_AFTER_BLANK: Final = re.compile(" " + _LETTERS_APART)  # the same, but faster: few characters are blanks
_LONGEST_CHUNK: Final = 1000  # characters: bounds the memory that megabytes without a blank take
_CHUNK: Final = re.compile(rf"\S{{1,{_LONGEST_CHUNK}}}(?!\S)|\S{{1,{_LONGEST_CHUNK // 2}}}")  # no short rest
_PIECE: Final = 65_536  # characters of a message that are read at once: bounds memory
_FEWEST_TURNED: Final = 3  # words


class Token(NamedTuple):
    """A standard word, class (``#link``) or symbol, and its half-open span in the original message."""

    word: str
    start: int
    end: int


class Tokenizer:
    """Splits messages into standard words in time linear in their length.

    Parameters
    ----------
    lexicon : Lexicon
        Spellings, endings and disguises.
    dictionary : collection of str
        Words taken as known besides the lexicon's: a disguise is undone only where that gives a known word.
    correct_typos : bool, default=True
        Whether typos are corrected; not while the dictionary is being learnt.
    others : OtherLanguages, optional
        Languages besides English.

    Examples
    --------
    >>> from grooming_risk.text.lexicon import read_lexicon
    >>> Tokenizer(read_lexicon(), ()).words("dont s3nd it 2 @sam, www.example.org")
    ['do', 'not', 'send', 'it', '#small', '#name', '#link']
    """

    def __init__(
        self,
        lexicon: Lexicon,
        dictionary: Collection[str],
        *,
        correct_typos: bool = True,
        others: OtherLanguages | None = None,
    ) -> None:
        self.lexicon, self.others = lexicon, others or NO_OTHERS
        foreign = self.others.meets if others else None
        self._dictionary = dictionary
        self._use(ChunkReader(lexicon, dictionary, mends=correct_typos, is_foreign=foreign))
        self._of_language: dict[tuple[str, bool], Tokenizer] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_of_language": {}}  # a copy of a model loads its languages anew, with their terms

    def _use(self, reader: "ChunkReader | MixedReader") -> None:
        self._reader = reader
        self.known = reader.known
        self._words: dict[str, tuple[str, ...]] = ChunkCache(self._interned_words)
        self._chunks: dict[str, Chunk] = ChunkCache(self._read)  # with spans, for explanations only

    def is_known(self, word: str) -> bool:
        """Return whether a word of `words` is known: a class, or in the lexicon or the dictionary."""
        return word in self.known or word[0] == "#" or word in self.others.known

    def words(self, text: str) -> list[str]:
        """Return the standard words of a message, in order."""
        if len(text) > _PIECE:
            return list(chain.from_iterable(self.words(text[start:end]) for start, end in _pieces(text)))
        return self._words_of(fold(uncovered(text)))

    def _words_of(self, folded: str) -> list[str]:
        is_ascii = folded.isascii()
        words = self._read_words(folded) if is_ascii else self._other_words(folded)
        if is_ascii and self.known.issuperset(words):
            return words
        if is_ascii and (other := self._turned(folded, words)):
            return self._read_words(other)
        reader = self.for_language(folded, words)
        return words if reader is self else reader._words_of(folded)

    def for_language(self, folded: str, words: Sequence[str]) -> "Tokenizer":
        """Return the tokenizer of the language of a folded text, whose words in English are given; mostly this one.

        Where English knows more of the text, only the chunks that it does not know are read in the other language.
        """
        if self.others.met.isdisjoint(words) and not self.others.in_script(folded):
            return self
        return self._in_language(*self.others.likeliest(folded, self.known))

    def _in_language(self, code: str, mostly: bool) -> "Tokenizer":
        from grooming_risk.text.language_reader import LanguageReader, MixedReader  # on use: most processes need none

        if (code, mostly) not in self._of_language:
            made = Tokenizer.__new__(Tokenizer)
            vars(made).update(self.__getstate__(), others=NO_OTHERS)
            if mostly:
                made._use(LanguageReader(self.others.language(code), self.lexicon, self._dictionary))
            else:
                made._use(MixedReader(self._reader, self._in_language(code, True)._reader, self.others.met))
            self._of_language[code, mostly] = made
        return self._of_language[code, mostly]

    def chunk_words(self, chunk: str) -> tuple[str, ...]:
        """Return the standard words of a folded chunk, text without a blank."""
        return self._words[chunk]

    def has_cover(self, text: str) -> bool:
        """Return whether something lies over a text, such as markup, or letters stand apart."""
        shown = uncovered(text)
        return shown != text or bool(_SPACED_AFTER_BLANK.search(" " + fold(shown)))

    def reads_across_chunks(self, text: str) -> bool:
        """Return whether chunks may not be read one by one: markup, letters apart or as flags, signs between words."""
        if self.has_cover(text):
            return True
        folded = fold(text)
        words = self._read_words(folded)
        if self._turned(folded, words) or self._with_flag_letters(folded) != folded:
            return True
        if self.for_language(folded, words) is not self:
            return True
        may = may_part(folded) or UNREADABLE in words  # which counts as a sign
        return may and len(places_without_signs(words)) < len(words)

    def is_of_another_language(self, words: Iterable[str]) -> bool:
        """Return whether one of the words that `chunk_words` returned is for another language to read."""
        return not self.others.met.isdisjoint(words)

    def tokens(self, text: str) -> list[Token]:
        """Return the standard words of a message with their spans in the original message."""
        return [
            Token(word, start + begin, start + end)
            for start, stop in _pieces(text)
            for word, begin, end in self._tokens(text[start:stop])
        ]

    def _tokens(self, text: str) -> Iterator[Token]:
        shown, runs = uncovered(text), overridden(text)
        folded = fold(shown)
        words = self._read_words(folded) if folded.isascii() else self._other_words(folded)
        other = self._turned(folded, words) if folded.isascii() else ""
        reader = self if other else self.for_language(folded, words)
        if reader is not self:
            yield from reader._tokens(text)
            return
        offsets, folded = fold_offsets(shown), self._with_flag_letters(folded)
        if folded.isascii():
            folded = without_filler(folded)
            if other := self._turned(folded, self._read_words(folded)):
                runs = [(offsets[start], offsets[end - 1] + 1) for start, end in turned_runs(folded, other)]
                folded = other
        tokens = [
            Token(word, offsets[begin + start], offsets[begin + end - 1] + 1)
            for begin, chunk in self._located_chunks(folded)
            for word, start, end in chunk
        ]
        if not folded.isascii():
            tokens = [tokens[place] for place in places_without_signs([token.word for token in tokens])]
        yield from _over_whole_runs(tokens, runs)

    def _read_words(self, folded: str) -> list[str]:
        if _SPACED_AFTER_BLANK.search(" " + folded):
            return [word for _, chunk in self._located_chunks(folded) for word, _, _ in chunk]
        chunks = folded.split() if len(folded) <= _LONGEST_CHUNK else _CHUNK.findall(folded)
        if len(chunks) >= FEWEST and chunks[1] == chunks[3] and folded.isascii() and has_filler(chunks):
            chunks = chunks[::2]
        return list(chain.from_iterable(map(self._words.__getitem__, chunks)))

    def _turned(self, folded: str, words: Sequence[str]) -> str:
        """Return the text with each word turned round where few words are known as they are; else nothing."""
        if len(words) < _FEWEST_TURNED or 4 * sum(map(self.known.__contains__, words)) >= 3 * len(words):
            return ""
        return turned(folded)

    def _other_words(self, folded: str) -> list[str]:
        words = self._read_words(self._with_flag_letters(folded))
        return [words[place] for place in places_without_signs(words)]

    def _with_flag_letters(self, folded: str) -> str:
        return with_flag_letters(folded, self._is_made_of_words)

    def _is_made_of_words(self, letters: str) -> bool:
        return all(map(self.known.__contains__, self._reader.resolve(letters)))

    def _located_chunks(self, folded: str) -> Iterator[tuple[int, Chunk]]:
        begin = 0
        for match in _SPACED.finditer(folded):
            yield from self._plain_chunks(folded, begin, match.start())
            yield match.start(), tuple(self._reader.joined_letters(match.group()))
            begin = match.end()
        yield from self._plain_chunks(folded, begin, len(folded))

    def _plain_chunks(self, folded: str, begin: int, end: int) -> Iterator[tuple[int, Chunk]]:
        for match in _CHUNK.finditer(folded, begin, end):
            yield match.start(), self._chunks[match.group()]

    def _interned_words(self, chunk: str) -> tuple[str, ...]:
        return tuple([intern(word) for word, _, _ in self._read(chunk)])  # interned words are looked up faster

    def _read(self, chunk: str) -> Chunk:
        """Read a chunk; its unknown words are looked for in other languages, so that it reads alike in any message."""
        found = self._reader.read(chunk)
        for word, _, _ in found:
            if word not in self.known and word[0] != "#":
                self.others.meets(word)
        return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of a text that are read at once; a long one is cut at blanks where it has some."""
    start = 0
    while len(text) - start > _PIECE:
        end = text.rfind(" ", start + _PIECE // 2, start + _PIECE) + 1 or start + _PIECE
        yield start, end
        start = end
    yield start, len(text)


def _over_whole_runs(tokens: list[Token], runs: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """Yield the tokens; one in an overridden run spans all of it, as its letters stand the other way round."""
    place = 0
    for token in tokens:
        while place < len(runs) and runs[place][1] <= token.start:
            place += 1
        start, end, at = token.start, token.end, place
        while at < len(runs) and runs[at][0] < token.end:
            start, end, at = min(start, runs[at][0]), max(end, runs[at][1]), at + 1
        yield Token(token.word, start, end)
