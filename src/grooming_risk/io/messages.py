"""Messages of files and of standard input, one at a time: text, JSON lines, a JSON array, CSV, .parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.io.csv_rows import csv_table
from grooming_risk.io.json_items import stream_values, text_head
from grooming_risk.io.jsonl import json_line, json_rows
from grooming_risk.io.layout import AS_IT_IS, Layout, too_long
from grooming_risk.io.lines import BadLine, OnBad, opened, stop_at, text_lines
from grooming_risk.io.not_messages import refuse_export
from grooming_risk.io.parquet import parquet_file, parquet_rows
from grooming_risk.io.repeated_key import Repeated

_TEXT: Final = (".txt", ".jsonl", ".ndjson", ".json", ".csv", ".tsv")
KINDS: Final = (*_TEXT, ".parquet")
"""Kinds of files that hold messages."""
SUFFIXES: Final = (*_TEXT, *(f"{suffix}.gz" for suffix in _TEXT), ".parquet")
"""Ends of the names of files that hold messages."""

_Row = tuple[int, bytes, Any]  # line; its bytes, empty if made from the fields; message or fields


class Record(NamedTuple):
    """One message of a file: the line (or the row of a .parquet file) from 1, and the other fields of its row."""

    source: str
    line: int
    text: str
    fields: dict[str, Any]


class Fields(NamedTuple):
    """The fields that a reader needs.

    Attributes
    ----------
    text : str
        Holds the message.
    kept : sequence of str
        Others that every row of a table must have.
    """

    text: str = "text"
    kept: Sequence[str] = ()


def kind_of(path: str | Path) -> str:
    """Return the kind of a file: the end of its name, without ``.gz``; "" if it is of no known kind.

    Examples
    --------
    >>> kind_of("chat.CSV.gz"), kind_of("notes.log")
    ('.csv', '')
    """
    name = str(path).lower()
    return Path(name.removesuffix(".gz")).suffix if name.endswith(SUFFIXES) else ""


def read_records(
    path: str | Path,
    *,
    column: str = "text",
    on_bad: OnBad = stop_at,
    layout: Layout = AS_IT_IS,
    kept: Sequence[str] = (),
    needed: Sequence[str] | None = None,
    plain: bool = False,
) -> Iterator[Record]:
    """Yield the messages of a file, read one by one.

    A line of a .txt file is a message; a line of a .jsonl or .ndjson file, and an item of a .json array, is an object
    or a string; `column` holds the message of all others. Each may be packed as .gz. A bad row goes to `on_bad`, which
    raises its DataError by default.

    Parameters
    ----------
    path : path or str
        The file.
    column : str, default="text"
        Field or column that holds the message.
    on_bad : callable, optional
        Takes a bad line.
    layout : Layout, optional
        Encoding, delimiter, limits.
    kept : sequence of str, optional
        Further columns that a table must have.
    needed : sequence of str, optional
        The columns of a .parquet file to read; all if not given.
    plain : bool, default=False
        Take a .txt file that looks like a chat export as messages, a line each.

    Raises
    ------
    DataError
        The file is absent, of another kind, an export of a chat, or without a column.
    MissingExtraError
        pyarrow is absent for a .parquet file, or ijson for a .json file.
    """
    kind = kind_of(path)
    if not kind:
        known = ", ".join(KINDS)
        raise DataError(
            path, None, f"unknown kind of file; known are {known}; an export is read by grooming-risk triage"
        )
    fields = Fields(column, kept)
    if kind == ".parquet":
        yield from _records(_parquet(path, fields, needed), str(path), column, on_bad, layout)
        return
    with opened(path) as stream:
        if not plain:
            refuse_export(stream, str(path), kind, layout)
        rows = rows_of(kind, stream, str(path), fields, on_bad, layout)
        yield from _records(rows, str(path), column, on_bad, layout)


def rows_of(
    kind: str, stream: BufferedReader, source: str, fields: Fields, on_bad: OnBad, layout: Layout
) -> Iterator[_Row]:
    """Yield line, bytes and value of each row of a stream of some kind of text."""
    if kind == ".json" and text_head(stream, source, layout).lstrip().startswith("["):
        items = enumerate(stream_values(stream, source, ("item",), layout), start=1)
        return ((number, b"", value) for number, (_, value) in items)
    if kind in (".csv", ".tsv"):
        tabs = kind == ".tsv" and layout.delimiter is None
        header, rows = csv_table(stream, source, on_bad, layout._replace(delimiter="\t") if tabs else layout)
        check_columns(fields, header, source, line=1)
        return ((number, b"", dict(zip(header, row, strict=True))) for number, row in rows)
    return (text_lines if kind == ".txt" else json_rows)(stream, source, on_bad, layout)


def _parquet(path: str | Path, fields: Fields, needed: Sequence[str] | None) -> Iterator[_Row]:
    with parquet_file(path) as file:
        names = file.schema_arrow.names
        check_columns(fields, names, path)
        columns = None if needed is None else [name for name in names if name in needed]
        for number, row in enumerate(parquet_rows(file, columns=columns), start=1):
            yield number, b"", row


def records_of(
    stream: BufferedReader, source: str, kind: str, column: str, on_bad: OnBad, layout: Layout
) -> Iterator[Record]:
    """Yield the messages of a stream of some kind of text."""
    return _records(rows_of(kind, stream, source, Fields(column), on_bad, layout), source, column, on_bad, layout)


def _records(rows: Iterable[_Row], source: str, column: str, on_bad: OnBad, layout: Layout) -> Iterator[Record]:
    most = layout.max_characters
    for number, raw, row in rows:
        if type(row) is dict and type(text := row.get(column)) is str and len(text) <= most:  # nearly every row
            del row[column]
            yield Record(source, number, text, row)
        elif problem := _problem(row, column, most):
            on_bad(BadLine(DataError(source, number, problem), raw or _written(row)))
        elif isinstance(row, str):
            yield Record(source, number, row, {})
        else:
            yield Record(source, number, row.pop(column), row)


def bad_row(row: Any, source: str, number: int, column: str, most: int) -> BadLine:
    """Return the bad line of a row that holds no message of at most so many characters."""
    return BadLine(DataError(source, number, _problem(row, column, most)), _written(row))


def _written(row: Any) -> bytes:
    """Return a row made from its fields; nothing where one of two values of a key is lost."""
    return b"" if isinstance(row, Repeated) else json_line(row, default=str)


def _problem(row: Any, column: str, most: int) -> str:
    """Return what is wrong with a row, empty if it holds a message."""
    text = row
    if isinstance(row, Repeated):
        return row.problem
    if not isinstance(row, str):
        if not isinstance(row, dict):
            return f"expected a JSON object with {column!r} or a string, got {type(row).__name__}"
        if column not in row:
            return f"no field {column!r}; name the right one with --column"
        text = row[column]
        if not isinstance(text, str):
            return f"the field {column!r} must be a string, not {type(text).__name__}"
    if len(text) > most:
        return too_long(len(text), most)
    return ""


def check_columns(fields: Fields, names: Sequence[str], source: str | Path, line: int | None = None) -> None:
    """Refuse a table that lacks a column, or has two columns of messages."""
    if fields.text not in names:
        raise DataError(source, line, f"no column {fields.text!r}; name the right one with --column")
    if names.count(fields.text) > 1:
        raise DataError(source, line, f"two columns {fields.text!r}; rename one")
    if missing := [name for name in fields.kept if name not in names]:
        have = ", ".join(names)
        raise DataError(source, line, f"no column {', '.join(map(repr, missing))} to keep; the columns are {have}")


def count_lines(path: str | Path) -> int | None:
    """Return about how many messages a file holds, for a progress bar; None if that cannot be counted quickly."""
    source = Path(path)
    if not source.is_file() or source.suffix.lower() in (".parquet", ".gz", ".json"):
        return None
    with source.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
