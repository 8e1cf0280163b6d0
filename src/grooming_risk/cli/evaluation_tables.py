"""Shows the tables of an evaluation on a terminal. Names of slices are hostile text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.text import Text

from grooming_risk.cli.number_table import NumberTable
from grooming_risk.control_characters import visible
from grooming_risk.evaluation.metric_table import MetricTable
from grooming_risk.evaluation.result import Evaluation

_WHOLE: Final = ("figure", "pattern", "attack")
"""Columns whose words are not folded."""
_NOTE: Final = "note"


def terminal_tables(title: str, result: Evaluation) -> Iterator[NumberTable | Text]:
    """Yield the tables of an evaluation, each under the title of the evaluation, and its warnings last."""
    for table in result.tables():
        yield Text(f"{title}: {table.title}", "bold")
        yield _terminal_table(table)
        yield Text(f"{table.note}\n" if table.note else "", "dim")
    for warning in result.warnings():
        yield Text.assemble(("note: ", "bold yellow"), visible(warning))


def _terminal_table(table: MetricTable) -> NumberTable:
    drawn = NumberTable(header=table.header, whole=_WHOLE)
    for column, name in zip(drawn.columns, table.header, strict=True):
        if name == _NOTE:
            column.justify = "left"
    for row in table.rows:
        drawn.add_row(*(Text(visible(cell)) for cell in row))
    return drawn
