"""Splits a chat message into standard words, with the span of each in the message.

Contractions and chat spellings are expanded ("dont u" becomes "do not you"), disguises are undone where that gives a
known word, and links, e-mail addresses, @names, numbers and emoticons become classes that start with ``#``.
"""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import chain, product
from sys import intern
from typing import Any, Final, NamedTuple

from grooming_risk.text.fold import fold, fold_offsets
from grooming_risk.text.leet import readings
from grooming_risk.text.letters_apart import LETTER, joined_letters
from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.typos import TypoCorrector

_TOKEN: Final = re.compile(
    r"""(?P<link>https?://\S+|www\.\S+|(?:[a-z0-9-]{1,63}\.){1,3}(?:com|net|org|edu|gov|io|gg|me|tv|ly|co)(?![\w.])(?:/\S*)?)
    |(?P<email>[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63})
    |(?P<name>@\w+)
    |(?P<emoticon>[:;=][-'^]?[)(\]\[dpo3*/|]+(?![^\W\d_])|<3+)
    |(?P<number>\d+)
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<sign>\?|[^\w\s\x00-\x7f])""",
    re.VERBOSE,
)
_LETTERS_APART: Final = r"[^\W\d_](?:[\W_]{1,5}[^\W\d_]){3,}(?!\S)"
_SPACED: Final = re.compile(r"(?<!\S)" + _LETTERS_APART)
_SPACED_AFTER_BLANK: Final = re.compile(" " + _LETTERS_APART)  # the same, but faster: few characters are blanks
_LONGEST_CHUNK: Final = 1000  # characters: bounds the memory that megabytes without a blank take
_CHUNK: Final = re.compile(rf"\S{{1,{_LONGEST_CHUNK}}}")
_REPEATED: Final = re.compile(r"(.)\1+", re.DOTALL)
_STRETCHED: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_UNITS: Final = "st|nd|rd|th|am|pm|kg|km|cm|mm|mb|gb|hp|xp|lv|ms|px|hz|ml|yo|[smhdkxv]"
_PLAIN_NUMBER: Final = re.compile(rf"\W*\d+\W*(?:{_UNITS})?\W*|\d+[vx]\d+\W*")
_LONE_NUMBER: Final = re.compile(r"(?:^|[-/.:,])\d+(?:$|[-/.:,])")  # as in "8-year-old": not a disguised letter
_BORDER: Final = re.compile(r"(?<=[^\W\d_])(?=[^a-z'])|(?<=[^a-z'])(?=[^\W\d_])")  # of a letter and a sign
_SHORT_WORDS: Final = frozenset(
    ("me", "to", "so", "no", "do", "go", "us", "is", "it", "in", "if", "on", "or", "of", "we", "be", "he", "as", "at",
     "an", "by", "my", "ok", "hi", "ur")
)  # fmt: skip
"""Two-letter words that count as undone disguises; other pairs of signs are too often something else."""

_PUNCTUATION: Final = "'\".,!?()"
_EMOTICONS: Final = {"<": "#heart", ";": "#wink", "*": "#kiss", "(": "#sad", "[": "#sad", "/": "#sad", "|": "#sad"}
"""Class of an emoticon by its first or else its last character."""

_CACHE_SIZE: Final = 50_000
_CACHED_CHARS: Final = 40  # longer chunks seldom repeat
_MAX_REPEATED: Final = 4


class Token(NamedTuple):
    """A standard word, class (``#link``) or symbol, and its half-open span in the original message."""

    word: str
    start: int
    end: int


Chunk = tuple[tuple[str, int, int], ...]
"""Words of a chunk (text between blanks), each with its span in the chunk."""


def number_class(digits: str) -> str:
    """Return the class of a number: ``#minor`` for 8 to 17, ``#young`` to 25, else by its number of digits.

    Examples
    --------
    >>> number_class("13"), number_class("007"), number_class("5550100")
    ('#minor', '#3digits', '#phone')
    """
    if len(digits) <= 2:
        value = int(digits)
        return "#minor" if 8 <= value <= 17 else "#young" if 18 <= value <= 25 else "#small"
    return f"#{len(digits)}digits" if len(digits) <= 6 else "#phone"


class _Cache(dict[str, Any]):
    """Cache of a function of a chunk; cleared when full, long chunks are not kept."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        self._make = make

    def __reduce__(self) -> tuple[Any, ...]:
        return _Cache, (self._make,)  # a copy of a model holds no words of messages

    def __missing__(self, chunk: str) -> Any:
        made = self._make(chunk)
        if len(chunk) <= _CACHED_CHARS:
            if len(self) >= _CACHE_SIZE:
                self.clear()
            self[chunk] = made
        return made


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

    Examples
    --------
    >>> from grooming_risk.text.lexicon import read_lexicon
    >>> Tokenizer(read_lexicon(), ()).words("dont s3nd it 2 @sam, www.example.org")
    ['do', 'not', 'send', 'it', '#small', '#name', '#link']
    """

    def __init__(self, lexicon: Lexicon, dictionary: Collection[str], *, correct_typos: bool = True) -> None:
        self.lexicon = lexicon
        taught = lexicon.words()
        self.known = taught.union(dictionary)
        self._typos = TypoCorrector(self.known, taught) if correct_typos else None
        self._lookalikes = {ord(sign): letter for sign, letter in lexicon.lookalikes.items()}
        self._words: dict[str, tuple[str, ...]] = _Cache(self._interned_words)
        self._chunks: dict[str, Chunk] = _Cache(self._read)  # with spans, for explanations only

    def is_known(self, word: str) -> bool:
        """Return whether a word of `words` is known: a class, or in the lexicon or the dictionary."""
        return word in self.known or word[0] == "#"

    def words(self, text: str) -> list[str]:
        """Return the standard words of a message, in order."""
        return self._folded_words(fold(text))

    def chunk_words(self, chunk: str) -> tuple[str, ...]:
        """Return the standard words of a folded chunk, text without a blank."""
        return self._words[chunk]

    def has_letters_apart(self, text: str) -> bool:
        """Return whether single letters of a message may spell a word, so that chunks cannot be read one by one."""
        return _SPACED_AFTER_BLANK.search(" " + fold(text)) is not None

    def tokens(self, text: str) -> list[Token]:
        """Return the standard words of a message with their spans in the original message."""
        offsets = fold_offsets(text)
        return [
            Token(word, offsets[begin + start], offsets[begin + end - 1] + 1)
            for begin, chunk in self._located_chunks(fold(text))
            for word, start, end in chunk
        ]

    def _folded_words(self, folded: str) -> list[str]:
        if _SPACED_AFTER_BLANK.search(" " + folded):
            return [word for _, chunk in self._located_chunks(folded) for word, _, _ in chunk]
        chunks = folded.split() if len(folded) <= _LONGEST_CHUNK else _CHUNK.findall(folded)
        return list(chain.from_iterable(map(self._words.__getitem__, chunks)))

    def _located_chunks(self, folded: str) -> Iterator[tuple[int, Chunk]]:
        begin = 0
        for match in _SPACED.finditer(folded):
            yield from self._plain_chunks(folded, begin, match.start())
            yield match.start(), tuple(joined_letters(match.group(), self._resolve, self.known))
            begin = match.end()
        yield from self._plain_chunks(folded, begin, len(folded))

    def _plain_chunks(self, folded: str, begin: int, end: int) -> Iterator[tuple[int, Chunk]]:
        for match in _CHUNK.finditer(folded, begin, end):
            yield match.start(), self._chunks[match.group()]

    def _interned_words(self, chunk: str) -> tuple[str, ...]:
        return tuple([intern(word) for word, _, _ in self._read(chunk)])  # interned words are looked up faster

    def _read(self, chunk: str) -> Chunk:
        """Read a chunk; a reading without disguise wins where all its words are known."""
        if chunk.isalpha() and chunk.isascii():  # shortcut: most chunks are one plain word
            return _one_span(self._resolve(chunk), 0, len(chunk))
        core = chunk.strip(_PUNCTUATION)
        if standard := self.lexicon.spelling.get(core):  # such as "b4", which `_scan` would split
            return _one_span(standard, chunk.index(core), len(core))
        plain = self._scan(chunk)
        if len(chunk) > _CACHED_CHARS:
            return plain
        if not chunk.isascii():
            undone = chunk.translate(self._lookalikes)
            if undone != chunk and (self._all_known(undone) or re.search("[a-z]", chunk)):
                return self._read(undone) if undone.isascii() else self._without_leet(undone) or self._scan(undone)
        return self._without_leet(chunk) or self._without_gaps(chunk, plain) or plain

    def _without_leet(self, chunk: str) -> Chunk | None:
        """Read signs as letters where that gives known words, or where signs and letters alternate in one word."""
        if _PLAIN_NUMBER.fullmatch(chunk) or _LONE_NUMBER.search(chunk) or not LETTER.search(chunk):
            return None
        for body in (chunk, chunk.rstrip(_PUNCTUATION)):
            for undone in readings(body, self.lexicon.leet):
                if (len(undone) > 2 or undone in _SHORT_WORDS) and self._all_known(undone):
                    return self._scan(undone)
        bare = chunk.strip(_PUNCTUATION)
        undone = next(readings(bare, self.lexicon.leet), "")
        return self._scan(undone) if undone.isalpha() and len(_BORDER.findall(bare)) > 1 else None

    def _without_gaps(self, chunk: str, plain: Chunk) -> Chunk | None:
        """Join letters that signs separate, unless the parts are words themselves."""
        joined = "".join(LETTER.findall(chunk))
        if len(joined) < 3 and joined not in _SHORT_WORDS:
            return None
        if all(len(word) > 1 and self.is_known(word) for word, _, _ in plain):
            return None
        if len(joined) < len(chunk.strip(_PUNCTUATION)) and self._all_known(joined):
            return _one_span(self._resolve(joined), 0, len(chunk))
        return None

    def _all_known(self, chunk: str) -> bool:
        words = self._scan(chunk, correct=False)
        return bool(words) and all(word in self.known for word, _, _ in words)

    def _scan(self, chunk: str, *, correct: bool = True) -> Chunk:
        return tuple(
            (word, match.start(), match.end())
            for match in _TOKEN.finditer(chunk)
            for word in self._token_words(match.lastgroup or "", match.group(), correct)
        )

    def _token_words(self, kind: str, token: str, correct: bool) -> tuple[str, ...]:
        if kind == "word":
            return self._resolve(token, correct=correct)
        if kind == "number":
            return (number_class(token),)
        if kind == "sign":
            return (token,)
        if kind == "emoticon":
            return (_EMOTICONS.get(token[0]) or _EMOTICONS.get(token[-1], "#smile"),)
        return ("#" + kind,)

    def _resolve(self, word: str, *, correct: bool = True) -> tuple[str, ...]:
        """Return the standard words of a word: known, expanded, unstretched or corrected; else the word."""
        if standard := self._look_up(word):
            return standard
        if "'" in word:
            bare = word.replace("'", "")
            return self.lexicon.expand(word) or self._look_up(bare) or (bare,)
        for candidate in _unstretched(word):
            if standard := self._look_up(candidate):
                return standard
        if correct and self._typos and (found := self._typos.correct(word)):
            return self._look_up(found)
        return (_STRETCHED.sub(r"\1\1", word),)

    def _look_up(self, word: str) -> tuple[str, ...]:
        return self.lexicon.spelling.get(word) or ((word,) if word in self.known else ())


def _one_span(words: tuple[str, ...], start: int, length: int) -> Chunk:
    """Return words that share one span of a chunk."""
    return tuple([(word, start, start + length) for word in words])


def _unstretched(word: str) -> Iterator[str]:
    """Yield the word with each repeated letter once or twice, the smallest change first."""
    parts = _REPEATED.split(word)  # the repeated letters are at the odd places
    letters = parts[1::2]
    if 0 < len(letters) <= _MAX_REPEATED:
        for lengths in product((2, 1), repeat=len(letters)):
            parts[1::2] = [letter * length for letter, length in zip(letters, lengths, strict=True)]
            yield "".join(parts)
