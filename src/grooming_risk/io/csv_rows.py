"""CSV files with a header, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from grooming_risk.errors import DataError
from grooming_risk.io.lines import BadLine, OnBad, stop_at, text_lines

_MAX_FIELD: Final = 2**31 - 1  # characters of a CSV field: as much as the csv module takes on every platform

_Row = tuple[int, list[str]]  # number of its first line, and its fields


def csv_table(lines: Iterable[bytes], source: str, on_bad: OnBad = stop_at) -> tuple[list[str], Iterator[_Row]]:
    r"""Return the header, empty for an empty file, and the rows with their lines, as they are read; no blank ones.

    Examples
    --------
    >>> header, rows = csv_table([b"id,text\n", b'1,"two\n', b'lines"\n'], "chat.csv")
    >>> header, list(rows)
    (['id', 'text'], [(2, ['1', 'two\nlines'])])
    """
    rows = _rows(lines, source, on_bad)
    _, header = next(rows, (1, []))
    return header, rows


def _rows(lines: Iterable[bytes], source: str, on_bad: OnBad) -> Iterator[_Row]:
    csv.field_size_limit(_MAX_FIELD)
    consumed: list[tuple[int, bytes]] = []  # the lines of the row being read: a quoted field may span several
    reader = csv.reader(_noting(text_lines(lines, source, on_bad), consumed), strict=True)
    width = 0
    while True:
        consumed.clear()
        try:
            row = next(reader, None)
            problem = ""
        except csv.Error as error:
            row, problem = [], f"not valid CSV ({error}); mend it"
        if row is None:
            return
        width = width or len(row)
        if row and len(row) != width:
            problem = f"{len(row)} fields where the header has {width}; mend the line"
        if problem:
            on_bad(BadLine(DataError(source, consumed[0][0], problem), b"".join(raw for _, raw in consumed)))
        elif row:
            yield consumed[0][0], row


def _noting(decoded: Iterable[tuple[int, bytes, str]], consumed: list[tuple[int, bytes]]) -> Iterator[str]:
    for number, raw, row in decoded:
        consumed.append((number, raw))
        yield row + "\n"
