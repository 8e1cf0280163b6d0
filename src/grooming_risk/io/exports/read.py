"""Reads an export: every message once, and a count of all that was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grooming_risk.errors import DataError
from grooming_risk.io.exports.formats import AUTO, read_rows
from grooming_risk.io.exports.message import BAD, Assumed, LeftOut, Message
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.layout import too_long
from grooming_risk.io.lines import BadLine, OnBad, stop_at
from grooming_risk.io.source import Source, sources


class Tally(Counter[str]):
    """Rows of an export by kind: ``messages``, ``system``, ``empty``, ``files``, ``bad``; they sum to the rows read.

    Attributes
    ----------
    assumed : list of str
        How the readers read what has several readings, each once, with the option that says otherwise.
    """

    def __init__(self) -> None:
        super().__init__()
        self.assumed: list[str] = []


def read_export(
    path: str | Path | Source,
    *,
    form: str = AUTO,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - never changed
    on_bad: OnBad = stop_at,
    tally: Tally | None = None,
) -> Iterator[Message]:
    """Yield the messages of an export, in the order of its files.

    Parameters
    ----------
    path : path, str or Source
        A file, a folder, a .zip or a .gz.
    form : str, default="auto"
        A name of `grooming_risk.io.exports.formats.NAMES`; ``"auto"`` looks at each file.
    options : ReadOptions, optional
        Encoding, delimiter, times, columns.
    on_bad : callable, optional
        Gets each row that cannot be read; by default its error is raised.
    tally : Tally, optional
        Counts what was read and left out.

    Raises
    ------
    DataError
        The path does not exist, a file is of no known format, cut short or damaged, or has a bad row (unless `on_bad`
        takes it).
    UnknownNameError
        No such format.
    MissingExtraError
        A JSON export, and ijson is not installed.
    """
    counts = Tally() if tally is None else tally
    for _, rows in read_rows([path] if isinstance(path, Source) else sources(path), form, options):
        for row in rows:
            if isinstance(row, Assumed):
                counts.assumed += [] if row.what in counts.assumed else [row.what]
                continue
            if isinstance(row, Message) and len(row.text) > options.max_characters:
                row = LeftOut(row.source, row.line, BAD, too_long(len(row.text), options.max_characters))
            if isinstance(row, Message):
                counts["messages"] += 1
                yield row
                continue
            counts[row.kind] += 1
            if row.kind == BAD:
                on_bad(BadLine(DataError(row.source, row.line, row.problem), row.raw))
