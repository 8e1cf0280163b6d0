"""Rows of CSV and TSV files in any delimiter, encoding and line end."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import Final

from grooming_risk.errors import DataError
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.source import Source
from grooming_risk.io.exports.text_lines import MAX_LINE, text_lines

DELIMITERS: Final = (",", ";", "\t", "|")
MAX_FIELD: Final = 100_000
"""Characters of a field that spans lines; in a longer one a quote was not closed."""

Line = tuple[int, str | None]


def delimiter_of(header: str) -> str:
    """Return the delimiter of a header: the one that stands most often outside quotes.

    Examples
    --------
    >>> delimiter_of('author;text;"when, UTC"')
    ';'
    """
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def table_rows(source: Source, options: ReadOptions) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield line and fields of each row, by the names of the header; what is wrong with a row in place of its fields.

    A row whose quote is not closed is bad by itself: reading goes on with the line after it.

    Raises
    ------
    DataError
        No header, two columns of one name, or no such encoding.
    """
    lines = text_lines(source, options.encoding)
    number, first = next(lines, (1, None))
    delimiter = options.delimiter
    if first and first.lower().startswith("sep="):  # a line for spreadsheets
        delimiter = delimiter or first[4:5]
        number, first = next(lines, (2, None))
    if not first:
        raise DataError(source.name, number, "no header")
    rows = _rows(chain([(number, first)], lines), delimiter or delimiter_of(first))
    line, header = next(rows)
    if isinstance(header, str):
        raise DataError(source.name, line, header)
    names = [name.strip() for name in header]
    if len(set(names)) < len(names):
        raise DataError(source.name, line, "two columns have one name; rename one")
    for line, fields in rows:
        yield line, fields if isinstance(fields, str) else dict(zip(names, fields, strict=True))


def _rows(lines: Iterator[Line], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the fields of each row, as many as the header has; or what is wrong with it."""
    width = 0
    while (line := next(lines, None)) is not None:
        number, text = line
        if text is None:
            yield number, f"a line of more than {MAX_LINE:,} characters"
        elif text.strip():
            more = _to_the_closing_quote(lines, text)
            row = _parsed([text, *(rest or "" for _, rest in more)], delimiter)
            if more and (isinstance(row, str) or (width and len(row) != width)):
                lines, row = chain(more, lines), "a quote is not closed"
            if not isinstance(row, str):
                width = width or len(row)
                row = row if len(row) == width else f"{len(row)} fields where the header has {width}"
            yield number, row


def _to_the_closing_quote(lines: Iterator[Line], text: str) -> list[Line]:
    """Return the lines that a quoted field goes on in."""
    more: list[Line] = []
    is_open, size = text.count('"') % 2, 0
    while is_open and size < MAX_FIELD and (line := next(lines, None)) is not None:
        more.append(line)
        size += len(line[1] or "") + 1
        is_open ^= (line[1] or "").count('"') % 2
    return more


def _parsed(lines: list[str], delimiter: str) -> list[str] | str:
    try:
        (row,) = csv.reader(["\n".join(lines)], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError) as error:
        return f"not valid CSV ({error})"
    return row
