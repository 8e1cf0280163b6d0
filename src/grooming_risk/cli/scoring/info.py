"""``grooming-risk info``."""

from __future__ import annotations

from pathlib import Path

import click

from grooming_risk.cli.options import json_option, model_option, print_model, site_option
from grooming_risk.scoring.scorer import load_model


@click.command(short_help="Show what a model is made of, thresholds and main figures.")
@model_option
@site_option
@click.option("--all", "every", is_flag=True, help="Every figure, not only the main ones.")
@json_option
def info(folder: Path | None, site: Path | None, every: bool, as_json: bool) -> None:
    """Show what a model is made of, its thresholds and its main figures."""
    print_model("model", load_model(folder, site=site), as_json=as_json, every=every)
