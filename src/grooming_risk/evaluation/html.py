"""Shows the tables of an evaluation as HTML for a notebook. Names of slices are hostile text."""

from __future__ import annotations

from collections.abc import Iterable

from grooming_risk.evaluation.metric_table import FigureTable
from grooming_risk.pages.environment import environment


def render_fragment(tables: Iterable[FigureTable], warnings: Iterable[str]) -> str:
    """Return the tables of an evaluation as a fragment of HTML, of which the first is open, after its warnings.

    Parameters
    ----------
    tables : iterable of FigureTable
        Those of the evaluation.
    warnings : iterable of str
        What a reader of them must know.
    """
    return environment().get_template("evaluation/tables.html").render(tables=tables, warnings=warnings)
