"""A language besides English: its words, its spellings, its letters; one folder each, beside that of English.

Its standard words carry a mark, ``sh:tajna``, so that no word of one language is taken for that of another. Concepts
carry none: what is learnt about a concept holds in every language.
"""

import tomllib
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

_MARK: Final = 3  # characters of a mark: two letters and a colon


class Language(NamedTuple):
    """A language besides English.

    Examples
    --------
    >>> language = Language("sh", ("sr", "hr"), Lexicon({"sh:slika": "picture"}, {"sliku": ("sh:slika",)}, {}, {}, {}),
    ...                     {"ж": "z"}, "")
    >>> Language.from_json("sh", language.to_json()) == language
    True
    """

    code: str  # two letters: name of the folder
    codes: tuple[str, ...]  # language codes of BCP 47 that it serves
    lexicon: Lexicon  # phrases and spellings, in folded Latin letters; standard words are marked
    letters: Mapping[str, str]  # letter of another script to the Latin letters it stands for
    script: str  # range of letters of a script that is written without blanks, such as "\u0e00-\u0e7f"; else empty

    def to_json(self) -> dict[str, Any]:
        """Return plain data that `from_json` reads back: standard words without marks, each with its spellings."""
        written: dict[str, list[str]] = {}
        for spelling, words in self.lexicon.spelling.items():
            written.setdefault(" ".join(map(unmarked, words)), []).append(spelling)
        return {
            "codes": [*self.codes],
            "letters": dict(sorted(self.letters.items())),
            "script": self.script,
            "forms": {" ".join(map(unmarked, form.split())): name for form, name in sorted(self.lexicon.forms.items())},
            "spelling": {standard: sorted(variants) for standard, variants in sorted(written.items())},
        }

    @classmethod
    def from_json(cls, code: str, data: Mapping[str, Any]) -> "Language":
        """Return the language that `to_json` wrote."""
        spelling = {}
        for standard, variants in data["spelling"].items():
            words = tuple(marked(code, standard))
            spelling.update(dict.fromkeys(variants, words))
        forms = {" ".join(marked(code, form)): name for form, name in data["forms"].items()}
        return cls(code, tuple(data["codes"]), Lexicon(forms, spelling, {}, {}, {}), data["letters"], data["script"])


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


@cache
def folder_of(code: str) -> str:
    """Return the folder that serves a language code of BCP 47, with or without a region; without one the language.

    Examples
    --------
    >>> folder_of("hr"), folder_of("es-MX"), folder_of("de")
    ('sh', 'es', 'de')
    """
    wanted = code.partition("-")[0].lower()
    folders = {
        served: folder
        for folder in language_codes()
        for served in _settings(LEXICON_FOLDER / folder / SETTINGS)["codes"]
    }
    return folders.get(wanted, wanted)


def read_language_folder(folder: str | Path) -> Source:
    """Read a language folder as it is written.

    Raises
    ------
    DataError
        A file is not UTF-8, the settings are missing or no TOML, a row has no heading, or no concept is found.
    """
    root = Path(folder)
    settings = _settings(root / SETTINGS)
    if len(root.name) != _MARK - 1 or not isinstance(settings.get("codes"), list):
        raise DataError(root / SETTINGS, None, "the folder's name must have two letters, and codes must be a list")
    letters = dict(settings.get("letters", {}))
    spelling, _ = read_spelling(root)
    latin = {transliterated(variant, letters): tuple(transliterated(" ".join(words), letters).split())
             for variant, words in spelling.items()}  # fmt: skip
    return Source(root.name, settings, letters, written_phrases(root), latin)


def _settings(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise DataError(path, None, "not found; it names the codes of the language") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path, None, f"no TOML in UTF-8: {error}") from None


def transliterated(text: str, letters: Mapping[str, str]) -> str:
    """Return a text folded, in Latin letters.

    Examples
    --------
    >>> transliterated("Љуби", {"љ": "lj", "у": "u", "б": "b", "и": "i"})
    'ljubi'
    """
    return fold(text).translate({ord(letter): latin for letter, latin in letters.items()})
