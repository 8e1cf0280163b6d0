"""Reads the hand-written lines of the corpus: plain text files, one line of chat a row.

A file has a header (``kind``, ``register``, ``author``, ``split``), a blank row, then the lines. A ``grooming`` row
begins with its patterns and `` | ``; a ``look_alike`` row with the patterns it resembles. ``{home|alone}`` gives
alternatives.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text
from grooming_risk.labels import DISCLOSURE, LABELS

LINES_FOLDER: Final = "lines"


class Kind(NamedTuple):
    """A kind of line: whether rows begin with names, carry them as labels, and what AUC ``auc_<against>`` it gives."""

    named: bool = False
    labelled: bool = False
    against: str | None = None


KIND_TABLE: Final = {
    "grooming": Kind(named=True, labelled=True),
    "look_alike": Kind(named=True, against="look_alikes"),
    "everyday": Kind(against="everyday"),
    DISCLOSURE: Kind(labelled=True),
}
KINDS: Final = tuple(KIND_TABLE)
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
"""Splits with conversations: one sets thresholds, one measures them; none trains."""

MAX_GROOMING_WORDS: Final = 20

Header = Mapping[str, tuple[str, ...] | None]
"""Header key to its allowed values; None allows any."""

_HEADER: Final[Header] = {"kind": KINDS, "register": REGISTERS, "author": None, "split": SPLITS}
_NAMES: Final = frozenset(LABELS)
_ALTERNATIVES: Final = re.compile(r"\{([^{}]*\|[^{}]*)\}")


class Line(NamedTuple):
    """A hand-written line of chat.

    Attributes
    ----------
    name : str
        File and row; variants share it.
    kind, register, author, split : str
        From the header of the file.
    names : tuple of str
        Patterns of a grooming line, or those that a look-alike resembles; ``("disclosure",)`` for a disclosure.
    text : str
        The row, alternatives in braces.
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
        return self.names if KIND_TABLE[self.kind].labelled else ()

    def wordings(self) -> list[str]:
        """Return every wording of the line, in the order of its alternatives.

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
    """Read every line file under a folder, in the order of paths.

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
        A file breaks the format or the content rules; the error names file and row.
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
    """Return the name of a hand-written row: its file without suffix, and its number."""
    return f"{path.relative_to(root).with_suffix('').as_posix()}:{number}"


def read_text_file(path: Path, keys: Header) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Read the header and the numbered rows of a hand-written file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    keys : mapping
        Header keys and their allowed values.

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
    if not KIND_TABLE[kind].named:
        return ((DISCLOSURE,) if kind == DISCLOSURE else ()), row
    names, text = read_names(path, number, row)
    if kind == "grooming" and len(text.split()) > MAX_GROOMING_WORDS:
        raise DataError(path, number, f"a grooming line has at most {MAX_GROOMING_WORDS} words")
    return names, text


def read_names(path: Path, number: int, row: str) -> tuple[tuple[str, ...], str]:
    """Split a row into its pattern names and its line.

    Raises
    ------
    DataError
        A row has no names or an unknown one.
    """
    written, bar, text = row.partition(" | ")
    names = tuple(written.split())
    if not bar or not names or not set(names) <= _NAMES:
        raise DataError(path, number, f"expected: pattern names, ' | ', the line; the names are {', '.join(_NAMES)}")
    return names, text.strip()
