"""Reads the hand-written lines of the corpus: plain text files, one line of chat a row.

A file has a header (``kind``, ``register``, ``author``, ``split``), a blank row, then the lines. A ``grooming`` row
begins with its patterns and `` | ``; a ``look_alike`` row with the patterns it resembles. ``{home|alone}`` gives
alternatives.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product
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
    "game_lobby", "social_dm", "video_chat", "sea_english", "balkan_english", "polite_adult", "very_short", "longer",
    "advert", "teen_slang", "sms",
)  # fmt: skip
SPLITS: Final = ("train", "validation", "held_out")
CHAT_SPLITS: Final = SPLITS[1:]
"""Splits with conversations: one sets thresholds, one measures them; none trains."""

_LANGUAGE: Final = 2
MAX_GROOMING_WORDS: Final = 20

Header = Mapping[str, tuple[str, ...] | None]
"""Header key to its allowed values; None allows any."""

_HEADER: Final[Header] = {"kind": KINDS, "register": REGISTERS, "author": None, "split": SPLITS}
_NAMES: Final = frozenset(LABELS)
_ALTERNATIVES: Final = re.compile(r"\{([^{}]*\|[^{}]*)\}")


class Line(NamedTuple):
    """A hand-written line of chat."""

    name: str  # file and row; wordings share it
    kind: str
    register: str
    author: str
    split: str
    names: tuple[str, ...]  # patterns of a grooming line or that a look-alike resembles, or ("disclosure",)
    text: str  # alternatives in braces

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
        parts = _ALTERNATIVES.split(self.text)  # fixed text and alternatives in turn
        choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
        return ["".join(choice) for choice in product(*choices)]


def read_lines(folder: str | Path | None = None) -> list[Line]:
    """Read every line file under a folder, in the order of paths; None takes the shipped ``data/synthetic/lines``.

    Raises
    ------
    DataError
        A file breaks the format or the content rules; the error names file and row.
    """
    root = resource_folder("data/synthetic") / LINES_FOLDER if folder is None else Path(folder)
    paths = [path for path in sorted(root.rglob("*.txt")) if not _is_of_language(path.relative_to(root))]
    lines = [line for path in paths for line in _read_lines(path, root)]
    if not lines:
        raise DataError(root, None, "no line found; expected .txt files in it")
    return lines


def _is_of_language(path: Path) -> bool:
    """Return whether a file is of another language: those are in folders of two letters."""
    return len(path.parts) > 1 and len(path.parts[0]) == _LANGUAGE


def _read_lines(path: Path, root: Path) -> Iterator[Line]:
    header, rows = read_text_file(path, _HEADER)
    kind = header["kind"]
    for number, row in rows:
        labels = (DISCLOSURE,) if kind == DISCLOSURE else ()
        names, text = read_names(path, number, row) if KIND_TABLE[kind].named else (labels, row)
        if kind == "grooming" and len(text.split()) > MAX_GROOMING_WORDS:
            raise DataError(path, number, f"a grooming line has at most {MAX_GROOMING_WORDS} words")
        yield Line(row_name(path, root, number), names=names, text=text, **header)


def row_name(path: Path, root: Path, number: int) -> str:
    """Return the name of a hand-written row: its file without suffix, and its number."""
    return f"{path.relative_to(root).with_suffix('').as_posix()}:{number}"


def read_text_file(path: Path, keys: Header) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Return the header and the numbered rows of a hand-written file; DataError if the header breaks its format."""
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


def read_names(path: Path, number: int, row: str) -> tuple[tuple[str, ...], str]:
    """Split a row into its pattern names and its line; DataError if a name is missing or unknown."""
    written, bar, text = row.partition(" | ")
    names = tuple(written.split())
    if not bar or not names or not set(names) <= _NAMES:
        problem = f"expected: pattern names with blanks between, ' | ', the line; the names are {', '.join(LABELS)}"
        raise DataError(path, number, problem)
    return names, text.strip()
