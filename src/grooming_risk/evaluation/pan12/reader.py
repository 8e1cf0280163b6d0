"""A user's copy of the PAN 2012 Sexual Predator Identification corpus.

The corpus is given out on request and is not part of this library. Its form: conversations in XML, a list of predators,
in the test part a list of lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pandas as pd

from grooming_risk.errors import DataError
from grooming_risk.evaluation.pan12.parsing import Message, read_conversations
from grooming_risk.io.lines import read_text
from grooming_risk.validation import check_path

NOON: Final = "2012-01-01T12:00Z"
"""Start of every conversation of a table: the hours of the corpus might not be real, so no chat counts as late."""

_LONGEST_NUMBER: Final = 20  # characters

# Patterns of the conversations, the predators, the lines. The ...-diff.txt of the training part lists corrected texts.
_PARTS: Final = {
    "training": ("*training-corpus*.xml", "*training-corpus-predators*.txt", None),
    "test": ("*test-corpus*.xml", "*groundtruth-problem1*.txt", "*groundtruth-problem2*.txt"),
}


@dataclass(frozen=True)
class Pan12:
    """A part of the corpus, from `load_pan12`. Each use reads its conversations anew.

    Parameters
    ----------
    corpus : Path
        The XML file.
    predators : frozenset of str
        Authors listed as predators.
    lines : frozenset of (str, int) or None
        Conversation and line of the messages that an expert marked; None without that list.
    """

    corpus: Path
    predators: frozenset[str]
    lines: frozenset[tuple[str, int]] | None

    def conversations(self) -> Iterator[tuple[str, list[Message]]]:
        """Yield name and messages of each conversation, one in memory at a time; DataError for another form."""
        return read_conversations(self.corpus)

    def to_frame(self, limit: int | None = None) -> pd.DataFrame:
        """Return conversations as a table for `score_conversations` and `evaluate_conversations`.

        Parameters
        ----------
        limit : int, optional
            Number of conversations, from the first on; None takes all, gigabytes for the whole corpus.

        Returns
        -------
        pandas.DataFrame
            A row for each message: ``conversation``, ``line``, ``author``, ``text``, ``at`` (seconds since the first
            message, for ``score_conversations(frame, at="at")``), ``predator`` (whether its author is listed) and
            ``marked`` (whether an expert marked it; None without that list); for `evaluate_conversations` ``kind``
            (grooming if a listed author writes, else harmless), ``suspect``, ``start`` (the same noon for all: the
            hours might not be real), ``minutes`` and ``labels`` (empty: the corpus has no patterns).
        """
        columns = ("conversation", "line", "author", "text", "at", "predator", "marked", "kind", "suspect")
        rows = [row for name, said in islice(self.conversations(), limit) for row in self._rows(name, said)]
        frame = pd.DataFrame(rows, columns=list(columns)).astype({"at": float, "marked": object})
        minutes = frame.groupby("conversation", sort=False)["at"].ffill().fillna(0.0) / 60
        labels: list[list[str]] = [[] for _ in rows]
        return frame.assign(start=pd.Timestamp(NOON), minutes=minutes, labels=labels)

    def _rows(self, name: str, messages: list[Message]) -> Iterator[tuple[Any, ...]]:
        suspect = next((message.author for message in messages if message.author in self.predators), None)
        kind = "harmless" if suspect is None else "grooming"
        for line, author, at, text in messages:
            marked = None if self.lines is None else (name, line) in self.lines
            yield name, line, author, text, at, author in self.predators, marked, kind, suspect


def load_pan12(folder: str | Path, *, part: str | None = None) -> Pan12:
    """Open a copy of the PAN 2012 Sexual Predator Identification corpus (Inches and Crestani, 2012).

    Parameters
    ----------
    folder : path or str
        Folder of the files of the training part or of the test part, under their original names.
    part : {"training", "test"}, optional
        Needed if the folder has both.

    Returns
    -------
    Pan12
        Conversations, predators, and, of the test part, the marked lines.

    Raises
    ------
    DataError
        A file is absent, has several candidates, or has another form; the error names it.
    ValueError
        The part is unknown.

    See Also
    --------
    grooming_risk.evaluation.pan12.evaluation.evaluate_pan12 : The metrics of the shared task.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> said = '<message line="1"><author>a</author><time>23:59</time><text>gg wp</text></message>'
    >>> with TemporaryDirectory() as folder:
    ...     corpus, predators = Path(folder, "training-corpus.xml"), Path(folder, "training-corpus-predators.txt")
    ...     _ = corpus.write_text(f'<conversations><conversation id="c">{said}</conversation></conversations>')
    ...     _ = predators.write_text("b")
    ...     load_pan12(folder).to_frame()[["conversation", "author", "text", "predator"]].values.tolist()
    [['c', 'a', 'gg wp', False]]
    """
    if part is not None and part not in _PARTS:
        raise ValueError(f"no part {part!r}; there are {', '.join(_PARTS)}")
    root = check_path(folder, "folder")
    if not root.is_dir():
        raise DataError(root, None, "no such folder; name the one with the files of the PAN 2012 corpus")
    corpus, predators, lines = _PARTS[part or _part_of(root)]
    marked = _find(root, lines, "the list of marked lines") if lines else None
    return Pan12(
        _needed(root, corpus, "the conversations"),
        frozenset(row for _, row in _rows_of(_needed(root, predators, "the list of predators"))),
        None if marked is None else frozenset(_marked(marked)),
    )


def _part_of(root: Path) -> str:
    found = [part for part, (corpus, *_) in _PARTS.items() if any(root.glob(corpus))]
    if len(found) == 1:
        return found[0]
    if found:
        raise DataError(root, None, "holds the training part and the test part; name one, or give each its own folder")
    names = " or ".join(corpus for corpus, *_ in _PARTS.values())
    raise DataError(root, None, f"no file {names}: the conversations of the PAN 2012 corpus, under their original name")


def _needed(root: Path, pattern: str, what: str) -> Path:
    if (path := _find(root, pattern, what)) is None:
        raise DataError(root, None, f"no file {pattern}: {what}, which comes with the PAN 2012 corpus")
    return path


def _find(root: Path, pattern: str, what: str) -> Path | None:
    found = sorted(root.glob(pattern))
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise DataError(root, None, f"several files could be {what}: {names}; leave one there")
    return found[0] if found else None


def _marked(path: Path) -> Iterator[tuple[str, int]]:
    for number, row in _rows_of(path):
        name, _, line = row.partition("\t")
        if not name or not line.strip().isdecimal() or len(line) > _LONGEST_NUMBER:
            raise DataError(path, number, "expected a conversation, a tab and the number of a line")
        yield name, int(line)


def _rows_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and content of the rows of a text file that are not blank."""
    rows = enumerate(read_text(path).splitlines(), start=1)
    return ((number, row.strip()) for number, row in rows if row.strip())
