"""A table of figures as words, for whoever shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

TOO_FEW: Final = "too few"
"""What stands where the messages are too few for a figure."""


class FigureTable(NamedTuple):
    """A table of words.

    Attributes
    ----------
    title : str
        What it shows.
    header : tuple of str
        Names of its columns; the first names the row.
    rows : sequence of tuple of str
        As many words as columns.
    note : str
        What stands below it.
    """

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


def word(value: Any, digits: int = 3, none: str = TOO_FEW) -> str:
    """Return a figure as it is shown.

    Examples
    --------
    >>> word(0.12345), word(1234), word(None)
    ('0.123', '1,234', 'too few')
    """
    if value is None:
        return none
    return f"{value:.{digits}f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def between(bounds: Any, digits: int = 3) -> str:
    """Return an interval in words; nothing where there is none."""
    return "" if bounds is None else f"{word(bounds[0], digits)} to {word(bounds[1], digits)}"
