"""The concept lexicon: phrases grouped by meaning, chat spellings, disguises. Data files, one folder a language.

A language folder holds ``*.txt`` files of concepts (``[picture]`` and its phrases, separated by commas) and may hold
``spelling.txt`` (``you = u, yu``; a variant that starts with ``*`` is an ending: ``not = *n't``).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.text.fold import fold

LEXICON_FOLDER: Final = Path(__file__).resolve().parent / "languages"
"""The shipped languages, one folder each, and ``disguises.txt``, which serves all of them."""

_SPELLING: Final = "spelling.txt"
_MAX_PHRASE_WORDS: Final = 5


class Lexicon(NamedTuple):
    """Lexicon of a language, or of several.

    Attributes
    ----------
    forms : mapping of str to str
        Phrase (standard words joined by blanks) to its concept.
    spelling : mapping of str to tuple of str
        Chat spelling to its standard words.
    endings : mapping of str to tuple of str
        Ending with an apostrophe to the words it stands for.
    lookalikes : mapping of str to str
        Letter of another script to the Latin letter it looks like.
    leet : mapping of str to str
        Digit or sign to the letters it may stand for, likeliest first.
    """

    forms: Mapping[str, str]
    spelling: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, tuple[str, ...]]
    lookalikes: Mapping[str, str]
    leet: Mapping[str, str]

    def words(self) -> set[str]:
        """Return every single word of the lexicon, standard or chat spelling."""
        known = {word for phrase in self.forms for word in phrase.split()}
        known.update(self.spelling)
        for standard in (*self.spelling.values(), *self.endings.values()):
            known.update(standard)
        return known

    def merged(self, other: "Lexicon") -> "Lexicon":
        """Return both lexicons merged; where they differ, this one wins."""
        return Lexicon(
            forms={**other.forms, **self.forms},
            spelling={**other.spelling, **self.spelling},
            endings={**other.endings, **self.endings},
            lookalikes={**other.lookalikes, **self.lookalikes},
            leet={**other.leet, **self.leet},
        )

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Return plain data that `from_json` reads back."""
        return {name: dict(sorted(part.items())) for name, part in self._asdict().items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, Any]]) -> "Lexicon":
        """Return the lexicon that `to_json` wrote."""
        tuples = {name: {key: tuple(words) for key, words in data[name].items()} for name in ("spelling", "endings")}
        return cls(forms=dict(data["forms"]), lookalikes=dict(data["lookalikes"]), leet=dict(data["leet"]), **tuples)


def read_lexicon(*folders: str | Path) -> Lexicon:
    """Read language folders into one lexicon.

    Parameters
    ----------
    *folders : str or path
        Language folders; where two claim a phrase, the first wins. None given: every shipped language, by name.

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
    chosen = [Path(folder) for folder in folders] or sorted(p for p in LEXICON_FOLDER.iterdir() if p.is_dir())
    lookalikes, leet = _read_disguises(LEXICON_FOLDER / "disguises.txt")
    merged = Lexicon({}, {}, {}, lookalikes, leet)
    for folder in chosen:
        merged = merged.merged(_read_language(folder, lookalikes, leet))
    return merged


def _read_language(folder: Path, lookalikes: Mapping[str, str], leet: Mapping[str, str]) -> Lexicon:
    spelling, endings = _read_spelling(folder / _SPELLING)
    phrases: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        if path.name != _SPELLING:
            _read_concepts(path, spelling, endings, phrases)
    if not phrases:
        raise DataError(folder, None, "no concept found; add a .txt file with a [concept] and its phrases")
    return Lexicon(phrases, spelling, endings, lookalikes, leet)


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the numbered rows that are neither empty nor a comment; ``#minor`` is a class, not a comment."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    for number, row in enumerate(text.splitlines(), start=1):
        if row.strip() and not row.startswith("# "):
            yield number, row.strip()


def _read_concepts(
    path: Path,
    spelling: Mapping[str, tuple[str, ...]],
    endings: Mapping[str, tuple[str, ...]],
    phrases: dict[str, str],
) -> None:
    concept = ""
    for number, row in _rows(path):
        if row.startswith("[") and row.endswith("]"):
            concept = row[1:-1].strip()
            continue
        if not concept:
            raise DataError(path, number, "a phrase before the first [concept] heading; put it under one")
        for written in filter(None, (part.strip() for part in row.split(","))):
            phrase = standard_phrase(written, spelling, endings)
            if len(phrase.split()) > _MAX_PHRASE_WORDS:
                raise DataError(path, number, f"a phrase of more than {_MAX_PHRASE_WORDS} words; shorten it")
            if phrases.setdefault(phrase, concept) != concept:
                raise DataError(path, number, f"the phrase {written!r} is already under [{phrases[phrase]}]; keep one")


def standard_phrase(
    written: str, spelling: Mapping[str, tuple[str, ...]], endings: Mapping[str, tuple[str, ...]]
) -> str:
    """Return a phrase in standard words."""
    words: list[str] = []
    for word in fold(written).split():
        words.extend(expand(word, spelling, endings) or (word.replace("'", ""),))
    return " ".join(words)


def expand(
    word: str, spelling: Mapping[str, tuple[str, ...]], endings: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the standard words of a chat spelling or contraction; empty for any other word."""
    if word in spelling:
        return spelling[word]
    if "'" in word:
        for ending, standard in endings.items():
            if word.endswith(ending) and len(word) > len(ending):
                stem = word[: -len(ending)]
                return (*spelling.get(stem, (stem,)), *standard)
    return ()


def _read_spelling(path: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
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
                raise DataError(
                    path, number, f"the variant {variant!r} already means {' '.join(table[key])!r}; keep one"
                )
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
