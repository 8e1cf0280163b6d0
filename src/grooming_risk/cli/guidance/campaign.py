"""``grooming-risk campaign``: plans an awareness campaign for a target group and an objective."""

from __future__ import annotations

import json

import click

from grooming_risk.cli.options import format_option, language_option, one_of
from grooming_risk.guidance.campaign import GROUPS, OBJECTIVES, plan_campaign


@click.command(short_help="Plan an awareness campaign for a group and an objective.")
@click.option(
    "--for",
    "audience",
    required=True,
    metavar="GROUP",
    shell_complete=one_of(GROUPS),
    help=f"Whom to reach: {', '.join(GROUPS)}.",
)
@click.option(
    "--to",
    "objective",
    required=True,
    metavar="OBJECTIVE",
    shell_complete=one_of(OBJECTIVES),
    help=f"What for: {', '.join(OBJECTIVES)}.",
)
@language_option
@format_option
def campaign(audience: str, objective: str, language: str, form: str) -> None:
    """Plan an awareness campaign: where to reach people, with what, and what to measure."""
    plan = plan_campaign(audience, objective, language)
    if form == "json":
        click.echo(json.dumps(plan.to_dict(), indent=2, ensure_ascii=False))
    else:
        click.echo(plan.to_text() if form == "text" else plan.to_markdown(), nl=False)
