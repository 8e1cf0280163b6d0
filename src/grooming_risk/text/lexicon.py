"""The concept lexicon: phrases grouped by meaning, chat spellings, disguises. Data files, one folder a language.

A language folder holds ``*.txt`` files of concepts (``[picture]`` and its phrases, separated by commas) and may hold
``spelling.txt`` (``you = u, yu``; a variant that starts with ``*`` is an ending: ``not = *n't``).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from sys import intern
from typing import Any, Final, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.text.fold import fold

LEXICON_FOLDER: Final = Path(__file__).resolve().parent / "languages"
"""The shipped languages, one folder each, and ``disguises.txt``, which serves all of them."""

SPELLING: Final = "spelling.txt"
"""File of a language folder with chat spellings."""

_MAX_PHRASE_WORDS: Final = 5


class Lexicon(NamedTuple):
    """Lexicon of a language, or of several."""

    forms: Mapping[str, str]  # phrase (standard words joined by blanks) to its concept
    spelling: Mapping[str, tuple[str, ...]]  # chat spelling to its standard words
    endings: Mapping[str, tuple[str, ...]]  # ending with an apostrophe to the words it stands for
    lookalikes: Mapping[str, str]  # letter of another script to the Latin letter it looks like
    leet: Mapping[str, str]  # digit or sign to the letters it may stand for, likeliest first

    def words(self) -> set[str]:
        """Return every single word of the lexicon, standard or chat spelling."""
        phrases = " ".join(self.forms).split()
        return {*self.spelling, *phrases}.union(*self.spelling.values(), *self.endings.values())

    def expand(self, word: str) -> tuple[str, ...]:
        """Return the standard words of a chat spelling or contraction; empty for any other word."""
        if word in self.spelling:
            return self.spelling[word]
        if "'" in word:
            for ending, standard in self.endings.items():
                if word.endswith(ending) and len(word) > len(ending):
                    stem = word[: -len(ending)]
                    return (*self.spelling.get(stem, (stem,)), *standard)
        return ()

    def merged(self, other: "Lexicon") -> "Lexicon":
        """Return both lexicons merged; where they differ, this one wins."""
        return Lexicon._make({**theirs, **ours} for ours, theirs in zip(self, other, strict=True))

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Return plain data that `from_json` reads back."""
        return {name: dict(sorted(part.items())) for name, part in self._asdict().items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, Any]]) -> "Lexicon":
        """Return the lexicon that `to_json` wrote."""
        tuples = {name: {key: tuple(words) for key, words in data[name].items()} for name in ("spelling", "endings")}
        forms = {phrase: intern(concept) for phrase, concept in data["forms"].items()}  # few concepts, many phrases
        return cls(forms=forms, lookalikes=dict(data["lookalikes"]), leet=dict(data["leet"]), **tuples)


def read_lexicon(*folders: str | Path) -> Lexicon:
    """Read language folders into one lexicon.

    Parameters
    ----------
    *folders : str or path
        Language folders; where two claim a phrase, the first wins. None given: English.

    Returns
    -------
    Lexicon
        The phrases of all folders, and the disguises.

    Raises
    ------
    DataError
        A file is not UTF-8, a row has no heading, a phrase has two concepts in one language, or a folder holds no
        concept. The message names file and line.

    Examples
    --------
    >>> read_lexicon().forms["video call"]
    'video_call'
    """
    chosen = [Path(folder) for folder in folders] or [LEXICON_FOLDER / "en"]
    lookalikes, leet = _read_disguises(LEXICON_FOLDER / "disguises.txt")
    merged = Lexicon({}, {}, {}, lookalikes, leet)
    for folder in chosen:
        merged = merged.merged(_read_language(folder))
    return merged


def _read_language(folder: Path) -> Lexicon:
    phrases: dict[str, str] = {}
    language = Lexicon(phrases, *read_spelling(folder), {}, {})
    for written, concept, path, number in written_phrases(folder):
        add_phrase(phrases, _standard_phrase(written, language), Written(written, concept, path, number))
    return language


class Written(NamedTuple):
    """A phrase as it is written in a language folder."""

    phrase: str
    concept: str
    path: Path
    row: int


def written_phrases(folder: Path) -> list[Written]:
    """Return the phrases of a language folder; DataError if it holds none, or one stands before a heading."""
    paths = [path for path in sorted(folder.glob("*.txt")) if path.name != SPELLING]
    found = [phrase for path in paths for phrase in _phrases_of(path)]
    if not found:
        raise DataError(folder, None, "no concept found; add a .txt file with a [concept] and its phrases")
    return found


def add_phrase(phrases: dict[str, str], standard: str, written: Written) -> None:
    """Add a phrase, in standard words, with its concept; DataError if it has no word, too many, or another concept."""
    if not standard.split():
        raise DataError(written.path, written.row, f"the phrase {written.phrase!r} has no word; remove it")
    if len(standard.split()) > _MAX_PHRASE_WORDS:
        problem = f"the phrase {written.phrase!r} has more than {_MAX_PHRASE_WORDS} words; shorten it"
        raise DataError(written.path, written.row, problem)
    if phrases.setdefault(standard, written.concept) != written.concept:
        problem = f"the phrase {written.phrase!r} is already under [{phrases[standard]}]; keep one"
        raise DataError(written.path, written.row, problem)


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the numbered rows that are neither empty nor a comment; ``#minor`` is a class, not a comment."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    for number, row in enumerate(text.splitlines(), start=1):
        if row.strip() and not row.startswith("# "):
            yield number, row.strip()


def _phrases_of(path: Path) -> Iterator[Written]:
    concept = ""
    for number, row in _rows(path):
        if row.startswith("[") and row.endswith("]"):
            concept = row[1:-1].strip()
            continue
        if not concept:
            raise DataError(path, number, "a phrase before the first [concept] heading; put it under one")
        for written in filter(None, map(str.strip, row.split(","))):
            yield Written(written, concept, path, number)


def _standard_phrase(written: str, language: Lexicon) -> str:
    words = fold(written).split()
    return " ".join(part for word in words for part in language.expand(word) or (word.replace("'", ""),))


def read_spelling(folder: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the spellings and the endings of a language folder, each with its standard words; none without a file."""
    path = folder / SPELLING
    spelling: dict[str, tuple[str, ...]] = {}
    endings: dict[str, tuple[str, ...]] = {}
    if not path.is_file():
        return spelling, endings
    for number, row in _rows(path):
        standard, equals, variants = row.partition("=")
        if not equals:
            raise DataError(path, number, "expected: standard words = variant, variant")
        words = tuple(fold(standard).split())
        for variant in filter(None, (fold(part).strip() for part in variants.split(","))):
            table, key = (endings, variant[1:]) if variant.startswith("*") else (spelling, variant)
            if table.setdefault(key, words) != words:
                meaning = " ".join(table[key])
                raise DataError(path, number, f"the variant {variant!r} already means {meaning!r}; keep one")
    return spelling, endings


def _read_disguises(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    lookalikes: dict[str, str] = {}
    leet: dict[str, str] = {}
    heading = ""
    for number, row in _rows(path):
        if row.startswith("["):
            heading = row
            continue
        letter, equals, signs = (part.strip() for part in row.partition("="))
        if not equals or heading not in ("[look-alikes]", "[leet]"):
            raise DataError(path, number, "expected: letter = signs, under [look-alikes] or [leet]")
        for sign in signs.split():
            if heading == "[leet]":
                leet[sign] = leet.get(sign, "") + letter
            else:
                lookalikes.setdefault(fold(sign) or sign, letter)
    return {sign: letter for sign, letter in lookalikes.items() if len(sign) == 1 and not sign.isascii()}, leet
