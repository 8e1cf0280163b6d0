"""Reads messages from files, one at a time: .txt, .jsonl, .csv, .parquet, or standard input.

Every problem is named by file and line. With a handler for bad lines, they are handed over and reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.io.csv_rows import csv_table
from grooming_risk.io.jsonl import json_line, json_rows
from grooming_risk.io.lines import BadLine, OnBad, opened, stop_at, text_lines
from grooming_risk.io.parquet import parquet_file, parquet_rows

STDIN: Final = "<stdin>"

SUFFIXES: Final = (".txt", ".jsonl", ".csv", ".parquet")
"""Kinds of file that `read_records` reads."""

_Row = tuple[int, bytes, Any]  # line; its bytes, if its fields can be wrong; the message or its fields


class Record(NamedTuple):
    """One message of a file.

    Attributes
    ----------
    source : str
        The file.
    line : int
        Line of the file, or row of a .parquet file, from 1.
    text : str
        The message.
    fields : dict
        The other columns of its row.
    """

    source: str
    line: int
    text: str
    fields: dict[str, Any]


def read_records(path: str | Path, *, column: str = "text", on_bad: OnBad = stop_at) -> Iterator[Record]:
    """Read the messages of a file, by its ending.

    Parameters
    ----------
    path : path or str
        A .txt file (a message a line), .jsonl (a JSON object or string a line), .csv (with a header) or .parquet.
    column : str, default="text"
        Field that holds the message.
    on_bad : callable, optional
        Gets each `BadLine`; by default its error is raised.

    Yields
    ------
    Record
        In the order of the file, read as they are asked for.

    Raises
    ------
    DataError
        The file is absent, of another kind, lacks the column, or has a bad line (unless `on_bad` takes it).
    MissingExtraError
        A .parquet file, and pyarrow is not installed.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise DataError(path, None, f"unknown kind of file; known are {', '.join(SUFFIXES)}")
    if suffix == ".parquet":
        with parquet_file(path) as file:
            _check_column(column, file.schema_arrow.names, path)
            rows = ((number, b"", fields) for number, fields in enumerate(parquet_rows(file), start=1))
            yield from _records(rows, str(path), column, on_bad)
    else:
        with opened(path) as stream:
            yield from _records(_rows(suffix, stream, str(path), column, on_bad), str(path), column, on_bad)


def read_stream(stream: BinaryIO, *, column: str = "text", on_bad: OnBad = stop_at) -> Iterator[Record]:
    """Read standard input: JSON lines where the first line begins with a brace, else a message a line."""
    lines = iter(stream)
    first = list(islice(lines, 1))
    suffix = ".jsonl" if first and first[0].lstrip().startswith(b"{") else ".txt"
    yield from _records(_rows(suffix, chain(first, lines), STDIN, column, on_bad), STDIN, column, on_bad)


def _rows(suffix: str, lines: Iterable[bytes], source: str, column: str, on_bad: OnBad) -> Iterator[_Row]:
    if suffix == ".csv":
        header, rows = csv_table(lines, source, on_bad)
        _check_column(column, header, source, line=1)
        return ((number, b"", dict(zip(header, row, strict=True))) for number, row in rows)
    return (json_rows if suffix == ".jsonl" else text_lines)(lines, source, on_bad)


def _records(rows: Iterable[_Row], source: str, column: str, on_bad: OnBad) -> Iterator[Record]:
    for number, raw, row in rows:
        if isinstance(row, str):
            yield Record(source, number, row, {})
        elif problem := _problem(row, column):
            on_bad(BadLine(DataError(source, number, problem), raw or json_line(row, default=str)))
        else:
            yield Record(source, number, row.pop(column), row)


def _problem(row: Any, column: str) -> str:
    """Return why a row is no message, empty if it is one."""
    if not isinstance(row, dict):
        return f"expected a JSON object with {column!r} or a string, got {type(row).__name__}"
    if column not in row:
        return f"no field {column!r}; name the right one with --column"
    if not isinstance(row[column], str):
        return f"the field {column!r} must be a string, not {type(row[column]).__name__}"
    return ""


def _check_column(column: str, names: Sequence[str], source: str | Path, line: int | None = None) -> None:
    if column not in names:
        raise DataError(source, line, f"no column {column!r}; name the right one with --column")


def count_lines(path: str | Path) -> int | None:
    """Return about how many messages a file holds, for a progress bar; None where only reading it would tell."""
    source = Path(path)
    if not source.is_file() or source.suffix.lower() == ".parquet":
        return None
    with source.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
