"""Reads messages from files, one at a time: .txt, .jsonl, .csv, .parquet, or standard input.

Every problem is named by file and line. With a handler for bad lines, they are handed over and reading goes on.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from grooming_risk.errors import DataError, MissingExtraError

STDIN: Final = "<stdin>"

SUFFIXES: Final = (".txt", ".jsonl", ".csv", ".parquet")
"""Kinds of file that `read_records` reads."""

_MAX_FIELD: Final = 2**31 - 1  # characters of a CSV field: as much as the csv module takes on every platform


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


class BadLine(NamedTuple):
    """A line that could not be read.

    Attributes
    ----------
    error : DataError
        Where, and what is wrong.
    raw : bytes
        The line as it stands in the file.
    """

    error: DataError
    raw: bytes


OnBad = Callable[[BadLine], None]


def stop_at(bad: BadLine) -> None:
    """Raise the error of the bad line: nothing is skipped unasked."""
    raise bad.error


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
    source = Path(path)
    suffix = source.suffix.lower()
    try:
        if suffix == ".parquet":
            yield from _read_parquet(source, column, on_bad)
        elif suffix in SUFFIXES:
            read = {".txt": _read_txt, ".jsonl": _read_jsonl, ".csv": _read_csv}[suffix]
            with source.open("rb") as stream:
                yield from read(stream, str(path), column, on_bad)
        else:
            raise DataError(path, None, f"unknown kind of file; known are {', '.join(SUFFIXES)}")
    except OSError as error:
        raise DataError(path, None, f"cannot be read ({error.strerror or type(error).__name__})") from None


def read_stream(stream: BinaryIO, *, column: str = "text", on_bad: OnBad = stop_at) -> Iterator[Record]:
    """Read standard input: JSON lines where the first line begins with a brace, else a message a line."""
    lines = iter(stream)
    first = next(lines, b"")
    read = _read_jsonl if first.lstrip().startswith(b"{") else _read_txt
    yield from read(_chain(first, lines), STDIN, column, on_bad)


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    if first:
        yield first
        yield from rest


def _decoded(lines: Iterable[bytes], source: str, on_bad: OnBad) -> Iterator[tuple[int, bytes, str]]:
    for number, raw in enumerate(lines, start=1):
        bare = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        try:
            yield number, raw, bare.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            problem = f"not UTF-8 at byte {error.start + 1} of the line; save the file as UTF-8, or use --skip-bad"
            on_bad(BadLine(DataError(source, number, problem), raw))


def _read_txt(lines: Iterable[bytes], source: str, column: str, on_bad: OnBad) -> Iterator[Record]:
    for number, _, text in _decoded(lines, source, on_bad):
        yield Record(source, number, text, {})


def _read_jsonl(lines: Iterable[bytes], source: str, column: str, on_bad: OnBad) -> Iterator[Record]:
    for number, raw, row in _decoded(lines, source, on_bad):
        if not row.strip():
            continue
        try:
            data = json.loads(row)
        except (ValueError, RecursionError):
            problem = "not valid JSON; mend the line, or use --skip-bad"
        else:
            fields = {column: data} if isinstance(data, str) else data
            problem = _missing(fields, column)
        if problem:
            on_bad(BadLine(DataError(source, number, problem), raw))
        else:
            yield Record(source, number, fields[column], {k: v for k, v in fields.items() if k != column})


def _missing(fields: Any, column: str) -> str:
    if not isinstance(fields, dict):
        return f"expected a JSON object with {column!r} or a string, got {type(fields).__name__}"
    if column not in fields:
        return f"no field {column!r}; name the right one with --column"
    if not isinstance(fields[column], str):
        return f"the field {column!r} must be a string, not {type(fields[column]).__name__}"
    return ""


def _read_csv(lines: Iterable[bytes], source: str, column: str, on_bad: OnBad) -> Iterator[Record]:
    csv.field_size_limit(_MAX_FIELD)
    consumed: list[tuple[int, bytes]] = []  # the lines of the row being read: a quoted field may span several
    reader = csv.reader(_noting(_decoded(lines, source, on_bad), consumed), strict=True)
    header = next(reader, None)
    if header is None or column not in header:
        raise DataError(source, 1, f"no column {column!r} in the header; name the right one with --column")
    while True:
        consumed.clear()
        try:
            row = next(reader, None)
            problem = ""
        except csv.Error as error:
            row, problem = [], f"not valid CSV ({error}); mend it, or use --skip-bad"
        if row is None:
            return
        if row and len(row) != len(header):
            problem = f"{len(row)} fields where the header has {len(header)}; mend the line, or use --skip-bad"
        first = consumed[0][0]
        if problem:
            on_bad(BadLine(DataError(source, first, problem), b"".join(raw for _, raw in consumed)))
        elif row:
            fields: dict[str, Any] = dict(zip(header, row, strict=True))
            yield Record(source, first, fields.pop(column), fields)


def _noting(decoded: Iterable[tuple[int, bytes, str]], consumed: list[tuple[int, bytes]]) -> Iterator[str]:
    for number, raw, row in decoded:
        consumed.append((number, raw))
        yield row + "\n"


def _read_parquet(path: Path, column: str, on_bad: OnBad) -> Iterator[Record]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        raise MissingExtraError("pyarrow", "parquet") from None
    try:
        file = ParquetFile(path)
    except ArrowException:
        raise DataError(path, None, "no .parquet file, or cut short") from None
    if column not in file.schema_arrow.names:
        raise DataError(path, None, f"no column {column!r}; name the right one with --column")
    for number, fields in enumerate(_parquet_rows(path, file), start=1):
        if problem := _missing(fields, column):
            raw = json.dumps(fields, default=str).encode() + b"\n"
            on_bad(BadLine(DataError(path, number, problem), raw))
        else:
            yield Record(str(path), number, fields[column], {k: v for k, v in fields.items() if k != column})


def _parquet_rows(path: Path, file: Any) -> Iterator[dict[str, Any]]:
    from pyarrow import ArrowException

    try:
        for batch in file.iter_batches():
            yield from batch.to_pylist()
    except ArrowException:
        raise DataError(path, None, "damaged: not all of its rows can be read") from None


def count_lines(path: str | Path) -> int | None:
    """Return about how many messages a file holds, for a progress bar; None where only reading it would tell."""
    source = Path(path)
    if not source.is_file() or source.suffix.lower() == ".parquet":
        return None
    with source.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
