"""Table of metrics as words, for a terminal, a page or a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from grooming_risk.metrics.nested import flat_figures

TOO_FEW: Final = "too few"
"""Word for a metric without enough messages."""


class MetricTable(NamedTuple):
    """A table of words."""

    title: str
    header: tuple[str, ...]
    """Names of its columns; the first names the row."""
    rows: Sequence[tuple[str, ...]]
    note: str = ""
    """Text below the table."""


def word(value: Any, digits: int = 3, none: str = TOO_FEW) -> str:
    """Return a metric in words.

    Examples
    --------
    >>> word(0.12345), word(1234), word(None)
    ('0.123', '1,234', 'too few')
    """
    if value is None:
        return none
    return f"{value:.{digits}f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def between(bounds: Any, digits: int = 3) -> str:
    """Return an interval in words; empty without one."""
    return "" if bounds is None else f"{word(bounds[0], digits)} to {word(bounds[1], digits)}"


def under(name: str, intervals: Mapping[str, Any]) -> dict[str, Any]:
    """Return the intervals of one part of the metrics, by their names in it.

    Examples
    --------
    >>> under("levels", {"levels.high.recall": (0.4, 0.6), "brier": (0.1, 0.2)})
    {'high.recall': (0.4, 0.6)}
    """
    prefix = f"{name}."
    return {name.removeprefix(prefix): bounds for name, bounds in intervals.items() if name.startswith(prefix)}


def listed(
    title: str,
    metrics: Mapping[str, Any],
    intervals: Mapping[str, Any],
    names: Iterable[str] | None = None,
    note: str = "",
) -> MetricTable:
    """Return a table with a row for each metric, or for each of `names`.

    Examples
    --------
    >>> listed("figures", {"auc": 0.9}, {})
    MetricTable(title='figures', header=('figure', 'value', '95%'), rows=[('auc', '0.900', '')], note='')
    """
    flat = dict(flat_figures(metrics))
    rows = [(name, word(flat[name]), between(intervals.get(name))) for name in names or flat]
    return MetricTable(title, ("figure", "value", "95%"), rows, note)


def level_table(
    title: str,
    levels: Mapping[str, Mapping[str, Any]],
    names: Iterable[str],
    intervals: Mapping[str, Any],
    note: str = "",
    headings: Mapping[str, str] | None = None,
) -> MetricTable:
    """Return a table with a row for each metric, and two columns for each level: value and interval."""
    rows = []
    for name in names:
        cells = [name]
        for level, metrics in levels.items():
            cells += [word(metrics[name]), between(intervals.get(f"{level}.{name}"), 2)]
        rows.append(tuple(cells))
    shown = headings or {}
    header = ("figure", *(cell for level in levels for cell in (shown.get(level, level), "95%")))
    return MetricTable(title, header, rows, note)
