"""A table of figures as words, for whoever shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from grooming_risk.metrics.nested import flat_figures

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


def under(name: str, intervals: Mapping[str, Any]) -> dict[str, Any]:
    """Return the intervals of a part of the figures, by their names in it.

    Examples
    --------
    >>> under("levels", {"levels.high.recall": (0.4, 0.6), "brier": (0.1, 0.2)})
    {'high.recall': (0.4, 0.6)}
    """
    prefix = f"{name}."
    return {name.removeprefix(prefix): bounds for name, bounds in intervals.items() if name.startswith(prefix)}


def listed(
    title: str,
    figures: Mapping[str, Any],
    intervals: Mapping[str, Any],
    names: Iterable[str] | None = None,
    note: str = "",
) -> FigureTable:
    """Return figures of those names, or all, one a row.

    Examples
    --------
    >>> listed("figures", {"auc": 0.9}, {})
    FigureTable(title='figures', header=('figure', 'value', '95%'), rows=[('auc', '0.900', '')], note='')
    """
    flat = dict(flat_figures(figures))
    rows = [(name, word(flat[name]), between(intervals.get(name))) for name in names or flat]
    return FigureTable(title, ("figure", "value", "95%"), rows, note)


def level_table(
    title: str,
    levels: Mapping[str, Mapping[str, Any]],
    names: Iterable[str],
    intervals: Mapping[str, Any],
    note: str = "",
    headings: Mapping[str, str] | None = None,
) -> FigureTable:
    """Return figures of those names, one a row, at each level in two columns: value and interval."""
    rows = []
    for name in names:
        cells = [name]
        for level, figures in levels.items():
            cells += [word(figures[name]), between(intervals.get(f"{level}.{name}"), 2)]
        rows.append(tuple(cells))
    shown = headings or {}
    header = ("figure", *(cell for level in levels for cell in (shown.get(level, level), "95%")))
    return FigureTable(title, header, rows, note)
