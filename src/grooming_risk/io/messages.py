"""Messages of .txt, .jsonl, .csv and .parquet files and of standard input, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.io.csv_rows import csv_table
from grooming_risk.io.jsonl import json_line, json_rows
from grooming_risk.io.lines import BadLine, OnBad, opened, stop_at, text_lines
from grooming_risk.io.parquet import parquet_file, parquet_rows

STDIN: Final = "<stdin>"

SUFFIXES: Final = (".txt", ".jsonl", ".csv", ".parquet")

_Row = tuple[int, bytes, Any]  # line; its bytes, empty if made from the fields; message or fields


class Record(NamedTuple):
    """One message of a file: the line (or the row of a .parquet file) from 1, and the other fields of its row."""

    source: str
    line: int
    text: str
    fields: dict[str, Any]


def read_records(path: str | Path, *, column: str = "text", on_bad: OnBad = stop_at) -> Iterator[Record]:
    """Yield the messages of a file, read one by one.

    A line of a .txt file is a message, a line of a .jsonl file an object or a string; `column` holds the message of all
    others. A bad line goes to `on_bad`, which raises its DataError by default. A file that is absent, of another kind
    or without the column is a DataError, absent pyarrow for a .parquet file a MissingExtraError.
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
    """Yield the messages of standard input: JSON lines if the first one begins with a brace, else a message a line."""
    lines = iter(stream)
    first = next(lines, b"")
    suffix = ".jsonl" if first.lstrip().startswith(b"{") else ".txt"
    rows = _rows(suffix, chain([first] if first else [], lines), STDIN, column, on_bad)
    yield from _records(rows, STDIN, column, on_bad)


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
    """Return what is wrong with a row, empty if it holds a message."""
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
    """Return about how many messages a file holds, for a progress bar; None if that cannot be counted quickly."""
    source = Path(path)
    if not source.is_file() or source.suffix.lower() == ".parquet":
        return None
    with source.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
