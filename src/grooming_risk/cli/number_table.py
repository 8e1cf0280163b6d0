"""A table whose numbers are always whole: where room is short, text and headings wrap; the rest is as wide as it is."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, OverflowMethod, RenderResult
from rich.table import Column, Table
from rich.text import Text

_WORD: Final = 24  # columns of a word from which it is folded


class NumberTable(Table):
    """A table without lines. Columns that stand on the right hold numbers; those of `whole` names fold no word.

    A console that crops what it prints would cut numbers off; `stdout_console` does not.
    """

    def __init__(
        self, title: str = "", header: Iterable[str] = (), *, gap: int = 2, whole: Container[str] = ()
    ) -> None:
        super().__init__(title=Text(title) if title else None, title_justify="left", box=None, pad_edge=False,
                         padding=(0, gap, 0, 0), show_header=bool(header))  # fmt: skip
        self.gap = gap
        for number, name in enumerate(header):
            overflow: OverflowMethod = "crop" if name in whole else "fold"
            self.add_column(Text(name), justify="right" if number else "left", overflow=overflow)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines of the table, of more than the columns of the console if there is no other way."""
        between = max(0, len(self.columns) - 1)
        for gap in range(self.gap, 0, -1):
            widths, gaps = fitted(self.columns, options.max_width - gap * between), gap * between
            if sum(widths) + gaps <= options.max_width:
                break
        self.padding = (0, gap, 0, 0)
        for column, width in zip(self.columns, widths, strict=True):
            column.width = width
        needed = max(sum(widths) + gaps, options.max_width)
        yield from super().__rich_console__(console, options.update(max_width=needed))


def fitted(columns: Iterable[Column], room: int) -> list[int]:
    """Return the width of each column: as much as it holds, less where that is too much, never less than a number.

    Text gives way first, then the headings of numbers.
    """
    columns = list(columns)
    widths, least = [_natural(column) for column in columns], [_least(column) for column in columns]
    is_text = [column.justify != "right" for column in columns]
    for giving in (is_text, [not text for text in is_text]):
        while sum(widths) > room:
            spare = [(widths[n], n) for n in range(len(columns)) if giving[n] and widths[n] > least[n]]
            if not spare:
                break
            widths[max(spare)[1]] -= 1
    return widths


def _texts(column: Column) -> list[str]:
    return [cell.plain if isinstance(cell, Text) else str(cell) for cell in column.cells]


def _longest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _natural(column: Column) -> int:
    return _longest([*_texts(column), *_texts_of(column.header)])


def _texts_of(header: object) -> list[str]:
    return [header.plain if isinstance(header, Text) else str(header)]


def _least(column: Column) -> int:
    texts = _texts(column)
    words = _longest(word for text in texts for word in text.split())
    cells = _longest(texts) if column.justify == "right" else min(words, _WORD) if column.overflow == "fold" else words
    return max(cells, _longest(word for text in _texts_of(column.header) for word in text.split()), 1)
