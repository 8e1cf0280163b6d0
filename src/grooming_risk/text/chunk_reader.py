"""Reads a chunk, the text between two blanks: its standard words, with the span of each in the chunk.

A reading without disguise wins where all its words are known. A disguise is undone only where that gives a known word.
"""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from itertools import chain
from typing import Final

from grooming_risk.text.between_scripts import latin_parts
from grooming_risk.text.chunk_cache import ChunkCache
from grooming_risk.text.codes import is_code
from grooming_risk.text.common_words import TWO_LETTERS
from grooming_risk.text.glued import ONE_LETTER, GluedWords
from grooming_risk.text.leet import glued_readings, readings
from grooming_risk.text.letters_apart import LETTER, joined_letters
from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.link_text import query_words
from grooming_risk.text.number_class import LONE_NUMBER, PLAIN_NUMBER
from grooming_risk.text.plain_signs import LINK_START, PUNCTUATION, with_questions
from grooming_risk.text.segmented import cheapest_cuts, with_beginnings
from grooming_risk.text.starred import starred_words
from grooming_risk.text.stretched import halved, unstretched
from grooming_risk.text.token_kinds import LINK, QUESTION, TOKEN, WORD, class_of
from grooming_risk.text.typos import SHORTEST, TypoCorrector

_BORDER: Final = re.compile(r"(?<=[^\W\d_])(?=[^a-z'])|(?<=[^a-z'])(?=[^\W\d_])")  # of a letter and a sign
UNREADABLE: Final = "\ufffd"
"""An unknown word for encoded data: pieces of them would look like words."""

_PART: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LONGEST_PART: Final = 24
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FEW_PARTS: Final = 4
_RUN: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_GLUED_RUN: Final = 7  # letters of a run of them, on average
_GLUED: Final = 16  # characters of several glued words
_LONG: Final = 40  # characters of a chunk that is not tried as a disguise

Chunk = tuple[tuple[str, int, int], ...]
"""Words of a chunk (text between blanks), each with its span in the chunk."""


class ChunkReader:
    """Reads chunks.

    Parameters
    ----------
    lexicon : Lexicon
        Spellings, endings and disguises.
    dictionary : collection of str
        Known words besides the lexicon's.
    mends : bool
        Whether typos are corrected and glued words parted.
    is_foreign : callable, optional
        Returns whether an unknown word is one of another language: it is then not corrected.

    Attributes
    ----------
    known : set of str
        Known words.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        dictionary: Collection[str],
        *,
        mends: bool,
        is_foreign: Callable[[str], bool] | None = None,
    ) -> None:
        taught = lexicon.words()
        self.lexicon, self.known, self._taught = lexicon, taught.union(dictionary), taught
        self._typos = TypoCorrector(self.known, taught) if mends else None
        self._is_foreign = is_foreign
        self._leet = frozenset(lexicon.leet)
        self._mended: dict[str, tuple[str, ...]] = ChunkCache(self._mend)
        self._glued = GluedWords(self.known)
        self._lookalikes = {ord(sign): letter for sign, letter in lexicon.lookalikes.items()}

    def read(self, chunk: str) -> Chunk:
        """Return the words of a folded chunk."""
        if chunk.isalpha() and chunk.isascii():  # shortcut: most chunks are one plain word
            return _one_span(self.resolve(chunk), 0, len(chunk))
        core = chunk.strip(PUNCTUATION)
        if standard := self.lexicon.spelling.get(core):  # such as "b4", which `_scan` would split
            return _one_span(standard, chunk.index(core), len(core))
        if core.isalpha() and core.isascii() and core != LINK_START:  # shortcuts: a word and signs
            words = _one_span(self.resolve(core), chunk.index(core), len(core))
            if self._leet.isdisjoint(chunk):
                return with_questions(words, chunk) if QUESTION in chunk else words
            if len(chunk) <= _LONGEST_PART and core == chunk.rstrip("!"):
                return self._without_leet(chunk) or (not self._are_words(words) and self._glued_leet(chunk)) or words
        plain = self._scan(chunk)
        if len(chunk) >= _GLUED and not all(word in self.known or word[0] == "#" for word, _, _ in plain):
            plain = self._parted(chunk) or plain
        if len(chunk) > _LONG:
            if self._is_text(chunk, plain):
                return self._between_scripts(chunk) or plain
            return self._parts(chunk) or self._glued_leet(chunk) or _unreadable(chunk)
        found = None if chunk.isascii() else self._in_latin(chunk)
        if found := found or self._undisguised(chunk, plain) or self._without_gaps(chunk, plain):
            return found
        return _unreadable(chunk) if self._is_code(chunk) or not self._is_text(chunk, plain) else plain

    def _in_latin(self, chunk: str) -> Chunk | None:
        """Read a chunk with letters of other scripts that separate Latin words, or look like Latin letters."""
        if found := self._between_scripts(chunk):
            return found
        undone = chunk.translate(self._lookalikes)
        if undone == chunk or not (self._all_known(undone) or re.search("[a-z]", chunk)):
            return None
        return self.read(undone) if undone.isascii() else self._undisguised(undone, ()) or self._scan(undone)

    def joined_letters(self, spaced: str) -> Iterator[tuple[str, int, int]]:
        """Yield the words of letters apart, with their spans; see `grooming_risk.text.letters_apart`."""
        return joined_letters(spaced, self.resolve, self._parted_letters)

    def _parted_letters(self, letters: str) -> list[str]:
        """Return the words that letters apart make, else the fewest words and single letters."""
        parts = self._glued.parted(letters)
        if not parts and len(letters) > _GLUED:
            parts = self._glued.parted_among_others(letters)
        return parts or cheapest_cuts(letters, self._fewest.get, 4)

    @cached_property
    def _fewest(self) -> dict[str, float]:
        return with_beginnings(dict.fromkeys((word for word in self.known if len(word) > 1), 3.0))

    def _parted(self, chunk: str) -> Chunk | None:
        """Read runs of letters as glued words where together they look like a sentence."""
        runs = [(run.group().replace("'", ""), *run.span()) for run in _RUN.finditer(chunk)]
        letters = "".join(run for run, _, _ in runs)
        if len(runs) < 2 or len(letters) < _GLUED_RUN * len(runs) or not self._glued.parted(letters):
            return None
        found = []
        for word, start, end in self._scan(chunk, correct=False):
            parts = () if word in self.known else self._glued.parted_among_others(word)
            found += [(one, start, end) for part in parts or (word,) for one in self._standard(part)]
        return tuple(found)

    def _is_text(self, chunk: str, plain: Chunk) -> bool:
        """Return whether a chunk is no encoded data: short, few parts, half of it known, or not in ASCII."""
        if len(chunk) <= _LONGEST_PART or not chunk.isascii() or not plain or plain[0][0] == "#link":
            return True
        found = self.known.intersection(word for word, _, _ in plain if word[0] != "#")
        known = {(start, end) for word, start, end in plain if end - start > 2 and word in found}
        count = len(LETTER.findall(chunk))
        return len(_LETTERS.findall(chunk)) < _FEW_PARTS or 2 * sum(end - start for start, end in known) >= count

    def _between_scripts(self, chunk: str) -> Chunk | None:
        """Read Latin words that letters of another script separate, where most are known; or letters so separated."""
        parts = [] if chunk.isascii() else latin_parts(chunk)
        if parts and all(len(part) == 1 for part, _, _ in parts):
            letters = "".join(part for part, _, _ in parts)
            return _one_span(self.resolve(letters), 0, len(chunk)) if self._all_known(letters) else None
        found = tuple((word, start, end) for part, start, end in parts for word in self.resolve(part))
        return found if sum(word in self.known for word, _, _ in found) * 4 > len(found) * 3 else None

    def _is_code(self, chunk: str) -> bool:
        """Return whether digits and letters are mixed as in "e4", "u8a", and the letters are no words."""
        return not PLAIN_NUMBER.fullmatch(chunk) and is_code(chunk, self.known)

    def _undisguised(self, chunk: str, plain: Chunk) -> Chunk | None:
        """Read signs as letters where that gives known words, or where signs and letters alternate in one word."""
        if PLAIN_NUMBER.fullmatch(chunk) or LONE_NUMBER.search(chunk) or not LETTER.search(chunk):
            return None
        if found := self._without_leet(chunk):
            return found
        if self._are_words(plain):
            return plain
        if found := self._parts(chunk) or self._glued_leet(chunk):
            return found
        if found := self._alternating(chunk.strip(PUNCTUATION)):
            return found
        return None if self._is_text(chunk, plain) else _unreadable(chunk)

    def _alternating(self, bare: str) -> Chunk | None:
        """Read signs and letters that alternate as one word, if it is not very long, or known."""
        undone = next(readings(bare, self.lexicon.leet), "")
        if not undone.isalpha() or len(_BORDER.findall(bare)) < 2:
            return None
        words = self._scan(undone)
        return words if len(bare) <= _LONGEST_PART or words[0][0] != undone else None

    def _without_leet(self, chunk: str) -> Chunk | None:
        for body in (chunk, chunk.rstrip(PUNCTUATION)):
            for undone in readings(body, self.lexicon.leet):
                if (len(undone) > 2 or undone in TWO_LETTERS) and self._all_known(undone):
                    return self._scan(undone)
        bare = chunk.strip(PUNCTUATION)
        if "*" in bare and (words := starred_words(bare, self.known)):
            return _one_span(self._look_up(min(words, key=self._is_untaught)), 0, len(chunk))
        return None

    def _glued_leet(self, chunk: str) -> Chunk | None:
        """Read signs as letters of glued words, where together they look like a sentence."""
        parts = glued_readings(chunk, self.lexicon.leet, self._glued.parted)
        return _one_span(tuple(chain.from_iterable(map(self._standard, parts))), 0, len(chunk)) or None

    def _is_untaught(self, word: str) -> bool:
        return word not in self._taught

    def _are_words(self, plain: Chunk) -> bool:
        """Return whether signs or digits stand between known words, none of them a letter."""
        words = [(word, min(len(word), end - start)) for word, start, end in plain if word[0] != "#"]
        return len(words) > 1 and all(size > 1 and word in self.known for word, size in words)

    def _parts(self, chunk: str) -> Chunk | None:
        """Read the parts between signs, where each gives known words."""
        parts = [*_PART.finditer(chunk)]
        is_other = not chunk.isascii() or "." in chunk or "?" in chunk  # a link, a question, an emoji
        if len(parts) < 2 or is_other or any(len(part.group()) > _LONGEST_PART for part in parts):
            return None
        found: list[tuple[str, int, int]] = []
        for part in parts:
            undone = None if PLAIN_NUMBER.fullmatch(part.group()) else self._without_leet(part.group())
            words = undone or self._scan(part.group())
            if (
                len(part.group()) < 2
                or (undone is None and self._is_code(part.group()))
                or not all(word in self.known for word, _, _ in words)
            ):
                return None
            found += [(word, part.start(), part.end()) for word, _, _ in words]
        return tuple(found)

    def _without_gaps(self, chunk: str, plain: Chunk) -> Chunk | None:
        """Join letters that signs separate, unless the parts are words themselves."""
        joined = "".join(LETTER.findall(chunk))
        if len(joined) < 3 and joined not in TWO_LETTERS:
            return None
        if all(len(word) > 1 and (word in self.known or word[0] == "#") for word, _, _ in plain):
            return None
        if len(joined) < len(chunk.strip(PUNCTUATION)) and self._all_known(joined):
            return _one_span(self.resolve(joined), 0, len(chunk))
        return None

    def _all_known(self, chunk: str) -> bool:
        words = self._scan(chunk, correct=False)
        return bool(words) and all(word in self.known for word, _, _ in words)

    def _scan(self, chunk: str, *, correct: bool = True) -> Chunk:
        if chunk.isalpha() and chunk.isascii():  # shortcut
            return _one_span(self.resolve(chunk, correct=correct), 0, len(chunk))
        return tuple(
            (word, match.start(), match.end())
            for match in TOKEN.finditer(chunk)
            for word in self._token_words(match.lastgroup or "", match.group(), correct)
        )

    def _token_words(self, kind: str, token: str, correct: bool) -> tuple[str, ...]:
        if kind == WORD:
            return self.resolve(token, correct=correct)
        asked = query_words(token) if kind == LINK and "=" in token else ()
        return (class_of(kind, token), *chain.from_iterable(self.resolve(word, correct=correct) for word in asked))

    def resolve(self, word: str, *, correct: bool = True) -> tuple[str, ...]:
        """Return the standard words of a word: known, expanded, unstretched, corrected or parted; else the word."""
        if standard := self._look_up(word):
            return standard
        if "'" in word:
            bare = word.replace("'", "")
            return self.lexicon.expand(word) or self._look_up(bare) or (correct and self._parts_of(bare)) or (bare,)
        for candidate in unstretched(word):
            if standard := self._look_up(candidate):
                return standard
        mended = self._mended[word] if correct else ()
        return mended or (halved(word),)

    def _mend(self, word: str) -> tuple[str, ...]:
        """Return a word of another language as it is, and any other one corrected or parted."""
        found = self._typos.correct(word) if self._typos else None
        if self._is_foreign and not (found and len(word) <= SHORTEST):
            for candidate in (word, *unstretched(word)):
                if self._is_foreign(candidate):
                    return (candidate,)
        return self._look_up(found) if found else self._parts_of(word)

    def _parts_of(self, word: str) -> tuple[str, ...]:
        parts = self._glued.parted(word) if self._typos else ()
        return tuple(chain.from_iterable(map(self._standard, parts)))

    def _standard(self, part: str) -> tuple[str, ...]:
        """Return the standard words of a part of glued words; a letter that is no word there stays a letter."""
        return ((len(part) > 1 or part in ONE_LETTER) and self._look_up(part)) or (part,)

    def _look_up(self, word: str) -> tuple[str, ...]:
        return self.lexicon.spelling.get(word) or ((word,) if word in self.known else ())


def _unreadable(chunk: str) -> Chunk:
    return ((UNREADABLE, 0, len(chunk)),)


def _one_span(words: tuple[str, ...], start: int, length: int) -> Chunk:
    """Return words that share one span of a chunk."""
    return tuple([(word, start, start + length) for word in words])
