"""Lines, tables and JSON lines of a source, by the readers of `grooming_risk.io`; what is bad is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grooming_risk.errors import DataError
from grooming_risk.io.csv_rows import csv_rows
from grooming_risk.io.exports.message import BAD, LeftOut
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.jsonl import each_value
from grooming_risk.io.lines import BadLine, each_line
from grooming_risk.io.source import Source


def left_out(bad: BadLine) -> LeftOut:
    """Return a bad line as what an export leaves out."""
    return LeftOut(bad.error.path, bad.error.line or 1, BAD, bad.error.problem, bad.raw)


def source_lines(source: Source, options: ReadOptions) -> Iterator[tuple[int, str] | LeftOut]:
    """Yield number and text of each line."""
    with source.open() as stream:
        for line in each_line(stream, source.name, options.layout):
            yield left_out(line) if isinstance(line, BadLine) else (line[0], line[2])


def source_table(source: Source, options: ReadOptions) -> Iterator[tuple[int, dict[str, Any]] | LeftOut]:
    """Yield line and fields of each row of a CSV or TSV file.

    Raises
    ------
    DataError
        No header, or two columns of one name.
    """
    with source.open() as stream:
        header, rows = csv_rows(stream, source.name, options.layout)
        if not header:
            raise DataError(source.name, 1, "no header; the first line must name the columns")
        for row in rows:
            yield left_out(row) if isinstance(row, BadLine) else (row[0], dict(zip(header, row[2], strict=True)))


def source_objects(source: Source, options: ReadOptions) -> Iterator[tuple[int, Any] | LeftOut]:
    """Yield line and value of each JSON line."""
    with source.open() as stream:
        for row in each_value(stream, source.name, options.layout):
            yield left_out(row) if isinstance(row, BadLine) else (row[0], row[2])
