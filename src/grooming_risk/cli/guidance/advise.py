"""``grooming-risk advise``: prints what to do about patterns, for one audience."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grooming_risk.cli.options import format_option, helplines_option, language_option, one_of
from grooming_risk.guidance.advice import AUDIENCES
from grooming_risk.guidance.advice import advise as advise_on
from grooming_risk.guidance.helplines import read_helplines
from grooming_risk.labels import DISCLOSURE, PATTERNS


@click.command()
@click.argument("patterns", nargs=-1, required=True, metavar="PATTERN...",
                shell_complete=one_of((*PATTERNS, DISCLOSURE)))  # fmt: skip
@click.option("--for", "audience", default="parent", show_default=True, metavar="AUDIENCE",
              help=f"Who reads it: {', '.join(AUDIENCES)}.", shell_complete=one_of(AUDIENCES))  # fmt: skip
@language_option
@helplines_option
@format_option
def advise(patterns: tuple[str, ...], audience: str, language: str, file: Path | None, form: str) -> None:
    """Show what to do about PATTERN: a pattern, or disclosure."""
    helplines = read_helplines(file) if file else ()
    found = advise_on(patterns, audience, language, helplines=helplines)
    if form == "json":
        click.echo(json.dumps([one.to_dict() for one in found], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(one.to_text() if form == "text" else one.to_markdown() for one in found), nl=False)
