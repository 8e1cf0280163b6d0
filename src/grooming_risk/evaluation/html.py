"""HTML of an evaluation for a notebook. Names of slices are hostile text."""

from __future__ import annotations

from collections.abc import Iterable

from grooming_risk.evaluation.metric_table import MetricTable
from grooming_risk.pages.environment import environment


def render_fragment(tables: Iterable[MetricTable], warnings: Iterable[str]) -> str:
    """Return the warnings and the tables, of which the first is open."""
    return environment().get_template("evaluation/tables.html").render(tables=tables, warnings=warnings)
