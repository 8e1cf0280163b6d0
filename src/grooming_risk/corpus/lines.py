"""Reads the hand-written lines of the corpus: plain text files that a moderator can read and extend.

A file has a header (``kind``, ``register``, ``author``, ``split``), a blank row, then one line of chat a row. Rows of
kind ``grooming`` begin with their patterns and `` | ``; rows of kind ``look_alike`` with the patterns they resemble.
``{home|alone}`` gives alternatives.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text
from grooming_risk.labels import DISCLOSURE, PATTERNS

LINES_FOLDER: Final = "lines"
KINDS: Final = ("grooming", "look_alike", "everyday", "disclosure")
REGISTERS: Final = (
    "game_lobby",
    "social_dm",
    "video_chat",
    "sea_english",
    "balkan_english",
    "polite_adult",
    "very_short",
    "longer",
    "advert",
    "teen_slang",
    "sms",
)
SPLITS: Final = ("train", "validation", "held_out")
CHAT_SPLITS: Final = SPLITS[1:]
"""Splits that have conversations: thresholds are set on some and measured on others; none are trained on."""

MAX_GROOMING_WORDS: Final = 20

Header = Mapping[str, tuple[str, ...] | None]
"""The keys of a file's header, and the values that each may have (None: any)."""

_HEADER: Final[Header] = {"kind": KINDS, "register": REGISTERS, "author": None, "split": SPLITS}
_NAMES: Final = frozenset((*PATTERNS, DISCLOSURE))
_ALTERNATIVES: Final = re.compile(r"\{([^{}]*\|[^{}]*)\}")


class Line(NamedTuple):
    """A hand-written line of chat.

    Attributes
    ----------
    name : str
        File and row it stands in; its variants carry the same name.
    kind, register, author, split : str
        From the header of its file.
    names : tuple of str
        Patterns it carries (grooming), or resembles (look_alike); ``("disclosure",)`` for a disclosure.
    text : str
        As written, alternatives in braces.
    """

    name: str
    kind: str
    register: str
    author: str
    split: str
    names: tuple[str, ...]
    text: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Patterns or disclosure that the line carries; a look-alike carries none."""
        return self.names if self.kind in ("grooming", DISCLOSURE) else ()

    def wordings(self) -> list[str]:
        """Return the line with each of its alternatives, the first one first.

        Examples
        --------
        >>> Line("a:1", "everyday", "sms", "a", "train", (), "{hi|hey} all").wordings()
        ['hi all', 'hey all']
        """
        match = _ALTERNATIVES.search(self.text)
        if not match:
            return [self.text]
        before, after = self.text[: match.start()], self.text[match.end() :]
        return [
            wording
            for choice in match.group(1).split("|")
            for wording in self._replace(text=before + choice + after).wordings()
        ]


def read_lines(folder: str | Path | None = None) -> list[Line]:
    """Read every line file under a folder, in the order of their paths.

    Parameters
    ----------
    folder : path or str, optional
        None takes the shipped ``data/synthetic/lines``.

    Returns
    -------
    list of Line
        All lines of all splits.

    Raises
    ------
    DataError
        A file breaks the format or the content rules; the message names file and row.
    """
    root = resource_folder("data/synthetic") / LINES_FOLDER if folder is None else Path(folder)
    lines = [line for path in sorted(root.rglob("*.txt")) for line in _read_lines(path, root)]
    if not lines:
        raise DataError(root, None, "no line found; expected .txt files in it")
    return lines


def _read_lines(path: Path, root: Path) -> Iterator[Line]:
    header, rows = read_text_file(path, _HEADER)
    for number, row in rows:
        names, text = _read_row(path, number, row, header["kind"])
        yield Line(row_name(path, root, number), names=names, text=text, **header)


def row_name(path: Path, root: Path, number: int) -> str:
    """Return what a hand-written row is called: its file without the ending, and its number."""
    return f"{path.relative_to(root).with_suffix('').as_posix()}:{number}"


def read_text_file(path: Path, keys: Header) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Read a file of hand-written rows: its header, and its rows with their numbers.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    keys : mapping
        The keys that its header has, and the values that each may have.

    Raises
    ------
    DataError
        The file cannot be read, or the header lacks a key or has another key or value.
    """
    rows = read_text(path).split("\n")
    header, first = _read_header(path, rows, keys)
    return header, [(n, row.strip()) for n, row in enumerate(rows[first:], start=first + 1) if row.strip()]


def _read_header(path: Path, rows: list[str], keys: Header) -> tuple[dict[str, str], int]:
    header: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        key, _, value = (part.strip() for part in row.partition(":"))
        if not row.strip():
            break
        if key not in keys:
            raise DataError(path, number, f"expected a header row with one of {', '.join(keys)}")
        allowed = keys[key]
        if not value or (allowed and value not in allowed):
            raise DataError(path, number, f"{key} must be {' or '.join(allowed) if allowed else 'given'}")
        header[key] = value
    if missing := keys.keys() - header.keys():
        raise DataError(path, 1, f"the header lacks {', '.join(sorted(missing))}")
    return header, number


def _read_row(path: Path, number: int, row: str, kind: str) -> tuple[tuple[str, ...], str]:
    if kind in ("everyday", DISCLOSURE):
        return ((DISCLOSURE,) if kind == DISCLOSURE else ()), row
    names, text = read_names(path, number, row)
    if kind == "grooming" and len(text.split()) > MAX_GROOMING_WORDS:
        raise DataError(path, number, f"a grooming line has at most {MAX_GROOMING_WORDS} words")
    return names, text


def read_names(path: Path, number: int, row: str) -> tuple[tuple[str, ...], str]:
    """Cut a row into the pattern names it begins with, and its line.

    Raises
    ------
    DataError
        No names, or an unknown one.
    """
    written, bar, text = row.partition(" | ")
    names = tuple(written.split())
    if not bar or not names or not set(names) <= _NAMES:
        raise DataError(path, number, f"expected: pattern names, ' | ', the line; the names are {', '.join(_NAMES)}")
    return names, text.strip()
