"""Shows an evaluation: tables for a terminal, a fragment of HTML for a notebook. Names of slices are hostile text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.table import Table
from rich.text import Text

from grooming_risk.cli.terminal import marked_text
from grooming_risk.conversation.page.page import shown
from grooming_risk.evaluation.metric_table import FigureTable
from grooming_risk.evaluation.result import Evaluation

_WHOLE: Final = ("figure", "pattern", "attack", "95%")
"""Columns whose words are short and known, and stay on one line."""

_STYLE: Final = Path(__file__).parents[1] / "conversation/page/page.css"


def terminal_tables(title: str, result: Evaluation) -> Iterator[Table | Text]:
    """Yield the tables of an evaluation for `rich`, and its warnings last.

    Parameters
    ----------
    title : str
        What was measured; it stands before the title of each table.
    result : Evaluation
        What was found.
    """
    for table in result.tables():
        yield Text(f"{title}: {table.title}", "bold")
        yield _terminal_table(table)
        yield Text(f"{table.note}\n" if table.note else "", "dim")
    for warning in result.warnings():
        yield Text.assemble(("note: ", "bold yellow"), marked_text(warning, ()))


def _terminal_table(table: FigureTable) -> Table:
    drawn = Table(box=None, padding=(0, 2, 0, 0))
    for number, name in enumerate(table.header):
        drawn.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=name in _WHOLE)
    for row in table.rows:
        drawn.add_row(*(marked_text(cell, ()) for cell in row))
    return drawn


def render_fragment(result: Evaluation) -> str:
    """Return an evaluation as a fragment of HTML: its tables, of which the first is open, and its warnings."""
    style = _STYLE.read_text(encoding="utf-8")
    notes = "".join(f'<p class="quiet">Note: {shown(warning)}.</p>' for warning in result.warnings())
    tables = "".join(_fragment(number, table) for number, table in enumerate(result.tables()))
    return f'<div class="gr"><style>{style}</style>{notes}{tables}</div>'


def _fragment(number: int, table: FigureTable) -> str:
    head = "".join(f'<th scope="col">{shown(name)}</th>' for name in table.header)
    body = "".join("<tr>" + "".join(f"<td>{shown(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return (
        f"<details{'' if number else ' open'}><summary>{shown(table.title)}</summary>"
        f'<table><tr>{head}</tr>{body}</table><p class="quiet">{shown(table.note)}</p></details>'
    )
