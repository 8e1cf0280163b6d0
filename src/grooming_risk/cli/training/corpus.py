"""``grooming-risk corpus build`` and ``grooming-risk corpus check``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from rich.progress import track

from grooming_risk.cli.counted import counted
from grooming_risk.cli.options import FOLDER, OUT_FOLDER
from grooming_risk.cli.terminal import print_table, stderr_console
from grooming_risk.io.atomic_write import write_whole

_source = click.option("--source", type=FOLDER,
                       help="Folder with lines/ and small_talk/; the shipped one if not given.")  # fmt: skip


@click.group()
def corpus() -> None:
    """Work on the labelled corpus."""


@corpus.command(short_help="Make messages and conversations from what people wrote.")
@click.option("-o", "--output", type=OUT_FOLDER, required=True, help="Folder to write messages/ and conversations/ to.")
@_source
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
def build(output: Path, source: Path | None, seed: int) -> None:
    """Make the messages and conversations of every split from what people wrote."""
    from grooming_risk.corpus.build import build_corpus
    from grooming_risk.corpus.quality.datasheet import render_datasheet

    counts = build_corpus(output, source=source, seed=seed, track=partial(track, console=stderr_console()))
    with stderr_console().status("measuring, for the datasheet"):
        write_whole(output / "DATASHEET.md", render_datasheet(output, source=source))
    print_table("corpus", counts.items())


@corpus.command(short_help="Check lines and built files against the rules.")
@_source
@click.option("--built", type=FOLDER, help="Folder with messages/ and conversations/; the shipped one if not given.")
def check(source: Path | None, built: Path | None) -> None:
    """Check lines and small talk against the content rules, and the built files against their schema."""
    from grooming_risk.corpus.quality.check import check_sources
    from grooming_risk.corpus.quality.schema import check_built

    problems = check_sources(source)
    for problem in problems:
        click.echo(f"{problem.name}: {problem.problem}")
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"every rule holds; {counted(check_built(built), 'row fits', 'rows fit')} the schema")
