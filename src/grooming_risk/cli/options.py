"""Options and output that several commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from grooming_risk.conversation.timestamps import SECONDS
from grooming_risk.labels import TIME_UNITS
from grooming_risk.model.conversation_rule import ROLES
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from grooming_risk.evaluation.messages import Evaluation

FOLDER: Final = click.Path(file_okay=False, path_type=Path)
model_option = click.option("--model", "folder", type=FOLDER, help="Model folder; the shipped one if not given.")
site_option = click.option("--site", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
                           help="Site file with thresholds; if not given, site.json in the model folder.")  # fmt: skip
author_option = click.option("--author-column", "author", default="author", show_default=True,
                             help="Field with who sent it.")  # fmt: skip
time_option = click.option("--time-column", "at", default="at", show_default=True,
                           help="Field with a number or ISO 8601 with a time zone, where there is one.")  # fmt: skip
time_unit_option = click.option("--time-unit", type=click.Choice(list(TIME_UNITS)), default=SECONDS, show_default=True,
                                help="What a number in the time column counts.")  # fmt: skip
role_option = click.option("--role-column", "role", metavar="COLUMN",
                           help=f"Field with what is known of who sent it: {', '.join(ROLES)}, or empty.")  # fmt: skip
jobs_option = click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def print_model(title: str, model: Scorer, *, as_json: bool) -> None:
    """Print what a model is made of, the thresholds it scores with, those it recommends, and its figures."""
    thresholds = {**model.artifact.thresholds, **model.thresholds, "conversations": model.conversation_rule.levels}
    data = {**model.info, "thresholds": thresholds}
    if model.site:
        data["site"] = model.site.to_dict()
    if as_json:
        click.echo(json.dumps(data, indent=2, sort_keys=True))
        return
    from grooming_risk.metrics.nested import flat_figures

    print_table(title, [row for row in flat_figures(data) if not row[0].startswith("held_out.intervals.")])


def print_evaluation(title: str, result: Evaluation, *, as_json: bool) -> None:
    """Print the figures of an evaluation: as JSON, or as tables with what a reader must know of them."""
    if as_json:
        click.echo(result.to_json())
        return
    from rich.console import Console

    from grooming_risk.cli.evaluation_tables import terminal_tables

    console = Console(highlight=False)
    for table in terminal_tables(title, result):
        console.print(table)


def print_table(title: str, figures: Any) -> None:
    """Print named figures as a table."""
    from rich.console import Console

    from grooming_risk.cli.terminal import figure_table

    Console(highlight=False).print(figure_table(title, figures))
