"""Tables of the comparison, for the terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from string import Template
from typing import Final

import pandas as pd
from competitors import Competitor, Missing
from quality import FIGURES, HARMLESS, RATES
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text
from speed import Ratios

_TEMPLATE: Final = Path(__file__).with_name("field_page.md")
_HEADINGS: Final = {
    "ROC-AUC": "grooming against look-alikes",
    "PR-AUC": "grooming among harmless messages",
    **{f"at {100 * rate:g}%": "share of grooming found at that share of false alarms" for rate in RATES},
    "one": "time for one message, that of grooming_risk being 1",
    "batch": "messages a second in a batch, those of grooming_risk being 1",
}
"""Headings of the columns, and what they mean."""


@dataclass(frozen=True)
class Row:
    """Measurements of one competitor.

    Attributes
    ----------
    competitor : Competitor or Missing
        The competitor.
    figures : mapping of str to float or None
        Metrics by the names of `quality.FIGURES`; empty if the competitor is missing.
    intervals : mapping of str to (float, float)
        Their 95% intervals.
    speed : Ratios or None
        Its speed as a ratio to the first competitor's, if measured.
    """

    competitor: Competitor | Missing
    figures: Mapping[str, float | None]
    intervals: Mapping[str, tuple[float, float]]
    speed: Ratios | None = None


def heading(frame: pd.DataFrame) -> str:
    """Return the number of messages of each kind, in words."""
    count = frame["kind"].value_counts()
    return (
        f"{count.get('grooming', 0):,} grooming messages, {count.get('look_alike', 0):,} look-alikes, "
        f"{count.get(HARMLESS, 0):,} harmless messages"
    )


def headers(rows: Sequence[Row]) -> list[str]:
    """Return the headings of the columns; those of speed only if it was measured."""
    return list(_HEADINGS)[: None if any(row.speed for row in rows) else len(FIGURES)]


def cells(row: Row, between: str = " ") -> list[str]:
    """Return the cells of a row: each metric and its interval, with `between` in between."""
    ratios = [f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.2g}" for ratio in row.speed or ()]
    return [_figure(value, row.intervals.get(name), between) for name, value in row.figures.items()] + ratios


def _figure(value: float | None, interval: tuple[float, float] | None, between: str) -> str:
    if value is None:
        return "too few"
    return f"{value:.3f}" + (f"{between}({interval[0]:.2f}-{interval[1]:.2f})" if interval else "")


def who(competitor: Competitor | Missing) -> tuple[str, str]:
    """Return a competitor's name, and what it was trained on, or that it is not installed."""
    if isinstance(competitor, Missing):
        return competitor.name, f"not installed ({competitor.package})"
    return competitor.name, competitor.trained_on


def terminal_table(title: str, rows: Sequence[Row]) -> Table:
    """Return the rows as a table for a terminal of 80 characters or more."""
    table = Table("", *headers(rows), title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    table.columns[0].overflow = "fold"
    table.caption = "; ".join(f"{name}: {_HEADINGS[name]}" for name in headers(rows))
    table.caption_justify = "left"
    for row in rows:
        name, origin = who(row.competitor)
        learnt = f"trained on {origin}" if row.figures else origin
        table.add_row(Text.assemble((name, "bold"), "\n", (learnt, "dim")), *cells(row, "\n"), end_section=True)
    return table


def markdown_table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    names = ["", "trained on", *headers(rows)]
    lines = [names, ["---"] * len(names)]
    for row in rows:
        shown = [*who(row.competitor), *cells(row)]
        lines.append(shown + [""] * (len(names) - len(shown)))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def markdown_page(tables: Mapping[str, Sequence[Row]], command: str) -> str:
    """Return the page.

    Parameters
    ----------
    tables : mapping of str to sequence of Row
        Rows by the heading of their table.
    command : str
        The command, for readers who want to run it again.

    Returns
    -------
    str
        Markdown; every number in it was measured.
    """
    shown = [f"## {title}\n\n{markdown_table(rows)}" for title, rows in tables.items()]
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        command=command, tables="\n\n".join(shown), versions=versions(next(iter(tables.values())))
    )


def versions(rows: Sequence[Row]) -> str:
    """Return Python's version and those of the packages behind the rows."""
    packages = {name for row in rows if isinstance(row.competitor, Competitor) for name in row.competitor.packages}
    return ", ".join([f"Python {python_version()}", *versions_of(packages)])


def versions_of(packages: Iterable[str]) -> list[str]:
    """Return packages with their versions."""
    return [f"{name} {version(name)}" for name in sorted(packages)]
