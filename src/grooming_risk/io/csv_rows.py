"""CSV files with a header, row by row: any delimiter, and an open quote costs its own row only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final

from grooming_risk.errors import DataError
from grooming_risk.io.layout import AS_IT_IS, Layout
from grooming_risk.io.lines import BadLine, Line, OnBad, each_line, good, stop_at

DELIMITERS: Final = (",", ";", "\t", "|")
_MAX_FIELD: Final = 2**31 - 1  # characters of a CSV field: the most that the csv module takes on every platform
_OPEN: Final = "a quote is not closed"

Row = tuple[int, bytes, list[str]]
"""Number of the first line, bytes, and fields."""


def csv_table(
    stream: BinaryIO,
    source: str,
    on_bad: OnBad = stop_at,
    layout: Layout = AS_IT_IS,
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    r"""Return the header, [] for an empty file, and an iterator over number of first line and fields of each row.

    Raises
    ------
    DataError
        The header cannot be read, or two columns have one name.

    Examples
    --------
    >>> from io import BytesIO
    >>> header, rows = csv_table(BytesIO(b'id;text\n1;"two\nlines"\n'), "chat.csv")
    >>> header, list(rows)
    (['id', 'text'], [(2, ['1', 'two\nlines'])])
    """
    header, rows = csv_rows(stream, source, layout)
    return header, ((number, fields) for number, _, fields in good(rows, on_bad))


def csv_rows(stream: BinaryIO, source: str, layout: Layout) -> tuple[list[str], Iterator[Row | BadLine]]:
    """Return the header and each row, also the bad ones; the errors are those of `csv_table`."""
    lines = each_line(stream, source, layout)
    first = next(lines, None)
    delimiter = layout.delimiter
    if isinstance(first, tuple) and not isinstance(first, BadLine) and first[2].lower().startswith("sep="):
        delimiter = delimiter or first[2][4:5]  # a line for spreadsheets
        first = next(lines, None)
    if isinstance(first, BadLine):
        raise first.error
    if first is None or not first[2]:
        return [], iter(())
    rows = _Rows(lines, source, delimiter or delimiter_of(first[2]), layout.max_characters)
    header = rows.header(first)
    return header, iter(rows)


def delimiter_of(header: str) -> str:
    """Return the delimiter of a header: the one that stands most often outside quotes.

    Examples
    --------
    >>> delimiter_of('author;text;"when, UTC"')
    ';'
    """
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


class _Rows:
    """The rows of a table. Lines that an open quote took in are read again."""

    def __init__(self, lines: Iterator[Line | BadLine], source: str, delimiter: str, most: int) -> None:
        csv.field_size_limit(_MAX_FIELD)
        self._lines, self._source, self._delimiter, self._most = lines, source, delimiter, most
        self._dialect = csv.reader((), delimiter=delimiter, strict=True).dialect  # made once: it costs more than a row
        self._again: deque[Line | BadLine] = deque()
        self._width = 0

    def header(self, line: Line) -> list[str]:
        row = self._quoted(line) if '"' in line[2] else (line[0], line[1], line[2].split(self._delimiter))
        if isinstance(row, BadLine):
            raise row.error
        names = [name.strip() for name in row[2]]
        places: dict[str, int] = {}
        for place, name in enumerate(names, start=1):
            if name and places.setdefault(name, place) != place:
                problem = f"the columns {places[name]} and {place} have one name; rename one"
                raise DataError(self._source, row[0], problem)
        self._width = len(names)
        return names

    def __iter__(self) -> Iterator[Row | BadLine]:
        width, delimiter, dialect, parsed = self._width, self._delimiter, self._dialect, csv.reader
        while (line := self._again.popleft() if self._again else next(self._lines, None)) is not None:
            if isinstance(line, BadLine):
                yield line
                continue
            number, raw, text = line
            if '"' not in text:
                fields = text.split(delimiter)
            else:
                try:
                    (fields,) = parsed((text,), dialect)
                except csv.Error:
                    yield self._quoted(line)
                    continue
            if len(fields) == width:
                if text or width > 1:
                    yield number, raw, fields
            elif text.strip(" "):
                yield self._bad(number, raw, f"{len(fields)} fields where the header has {width}; mend the line")

    def _bad(self, number: int, raw: bytes, problem: str) -> BadLine:
        return BadLine(DataError(self._source, number, problem), raw)

    def _quoted(self, line: Line) -> Row | BadLine:
        """Return a row with quotes, which may go on in the next lines."""
        number, raw, text = line
        more: list[Line | BadLine] = []
        problem = ""
        try:
            fields = next(csv.reader(self._from(text, more), self._dialect))
        except csv.Error as error:
            problem = _OPEN if more or "end of data" in str(error) else str(error)
        else:
            if len(fields) != (self._width or len(fields)):
                problem = _OPEN if more else f"{len(fields)} fields where the header has {self._width}"
        if problem:
            self._again.extendleft(reversed(more))
            return self._bad(number, raw, f"not valid CSV ({problem}); mend the line")
        return number, raw + b"".join(one[1] for one in more), fields

    def _from(self, text: str, more: list[Line | BadLine]) -> Iterator[str]:
        """Yield a line and, while a quote is open, the next ones up to the limit."""
        yield text + "\n"
        size = len(text)
        while size < self._most and (line := self._again.popleft() if self._again else next(self._lines, None)):
            more.append(line)
            if isinstance(line, BadLine):
                return
            size += len(line[2]) + 1
            yield line[2] + "\n"
