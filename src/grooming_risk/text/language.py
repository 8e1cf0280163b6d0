"""A language besides English: its words, its spellings, its letters; one folder each, beside that of English.

Its standard words carry a mark, ``sh:tajna``, so that no word of one language is taken for that of another. Concepts
carry none: what is learnt about a concept holds in every language.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.text.fold import fold
from grooming_risk.text.lexicon import LEXICON_FOLDER, Lexicon, Written, read_spelling, written_phrases

ENGLISH: Final = "en"
"""The language that every model knows."""

SETTINGS: Final = "language.toml"
"""File of a language folder: name, codes, letters, script, and where forms and frequencies come from."""

_KNOWN: Final = {"codes", "lemmas", "frequencies", "keep", "script", "letters", "digraphs"}
_CODE: Final = re.compile("[a-z]{2,3}")
_MARK: Final = 3  # characters of a mark: two letters and a colon


class Language(NamedTuple):
    """A language besides English."""

    code: str  # two letters: name of the folder
    codes: tuple[str, ...]  # language codes of BCP 47 that it serves
    lexicon: Lexicon  # phrases and spellings, in folded Latin letters; standard words are marked
    letters: Mapping[str, str]  # letter of another script to the Latin letters it stands for
    script: str  # range of letters of a script that is written without blanks, such as "\u0e00-\u0e7f"; else empty

    @property
    def outline(self) -> "Outline":
        """What it takes to know the language."""
        return Outline(self.code, frozenset(self.lexicon.spelling), self.letters, self.script)


class Outline(NamedTuple):
    """What it takes to know a language: enough to tell whether a word is of it."""

    code: str
    written: frozenset[str]  # every spelling of a word, in folded Latin letters
    letters: Mapping[str, str]
    script: str


def marked(code: str, phrase: str) -> list[str]:
    """Return the words of a phrase with the mark of their language; classes and signs are those of all languages.

    Examples
    --------
    >>> marked("sh", "imam #minor godina")
    ['sh:imam', '#minor', 'sh:godina']
    """
    return [f"{code}:{word}" if word[0].isalnum() else word for word in phrase.split()]


@lru_cache(20_000)
def mark_of(word: str) -> str:
    """Return the mark of a standard word; empty for one of English, a class or a sign.

    Examples
    --------
    >>> mark_of("sh:tajna"), mark_of("secret")
    ('sh:', '')
    """
    return word[:_MARK] if word[_MARK - 1 : _MARK] == ":" and len(word) > _MARK else ""


def unmarked(word: str) -> str:
    """Return a standard word without its mark."""
    return word[len(mark_of(word)) :]


class Source(NamedTuple):
    """A language folder as it is written."""

    code: str
    settings: Mapping[str, Any]
    letters: Mapping[str, str]
    phrases: list[Written]
    spelling: Mapping[str, tuple[str, ...]]  # in folded Latin letters

    def latin(self, text: str) -> str:
        """Return a text folded, in Latin letters."""
        return transliterated(text, self.letters)


def language_codes() -> list[str]:
    """Return the codes of the shipped languages besides English, read from the folders.

    Examples
    --------
    >>> ENGLISH in language_codes()
    False
    """
    return sorted(path.parent.name for path in LEXICON_FOLDER.glob(f"*/{SETTINGS}"))


def folder_of(code: str) -> str:
    """Return the folder that serves a language code of BCP 47, with or without a region; without one the language.

    Examples
    --------
    >>> folder_of("hr"), folder_of("es-MX"), folder_of("de")
    ('sh', 'es', 'de')
    """
    wanted = code.partition("-")[0].lower()
    return _served().get(wanted, wanted)


@cache
def _served() -> dict[str, str]:
    """Return the folder of each code that a shipped folder besides English serves."""
    folders = {folder: _settings(LEXICON_FOLDER / folder / SETTINGS) for folder in language_codes()}
    return {code: folder for folder, settings in folders.items() for code in settings["codes"]}


def read_language_folder(folder: str | Path) -> Source:
    """Read a language folder as it is written.

    Raises
    ------
    DataError
        A file is not UTF-8, the settings are missing or no TOML, a row has no heading, or no concept is found.
    """
    root = Path(folder)
    settings = _settings(root / SETTINGS)
    _check_settings(root, settings)
    letters = dict(settings.get("letters", {}))
    spelling, _ = read_spelling(root)
    latin = {transliterated(variant, letters): tuple(transliterated(" ".join(words), letters).split())
             for variant, words in spelling.items()}  # fmt: skip
    return Source(root.name, settings, letters, written_phrases(root), latin)


def _settings(path: Path) -> dict[str, Any]:
    import tomllib  # on use: reading a model needs none, and it costs milliseconds

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise DataError(path, None, "not found; it names the codes of the language") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path, None, f"no TOML in UTF-8: {error}") from None


def _check_settings(root: Path, settings: Mapping[str, Any]) -> None:
    path, codes = root / SETTINGS, settings.get("codes")
    if len(root.name) != _MARK - 1 or not root.name.isalpha():
        raise DataError(root, None, "the name of the folder of a language must have two letters")
    if unknown := sorted(set(settings) - _KNOWN):
        raise DataError(path, None, f"no setting {unknown[0]!r}; the settings are {', '.join(sorted(_KNOWN))}")
    if not isinstance(codes, list) or not codes or not all(isinstance(c, str) and _CODE.fullmatch(c) for c in codes):
        raise DataError(path, None, "codes must be a list of language codes such as ['ro']")
    for code in codes:
        if code == ENGLISH or _served().get(code, root.name) != root.name:
            raise DataError(path, None, f"the code {code!r} is served by another folder already; take it out of one")


def transliterated(text: str, letters: Mapping[str, str]) -> str:
    """Return a text folded, in Latin letters.

    Examples
    --------
    >>> transliterated("Љуби", {"љ": "lj", "у": "u", "б": "b", "и": "i"})
    'ljubi'
    """
    return fold(text).translate({ord(letter): latin for letter, latin in letters.items()})
