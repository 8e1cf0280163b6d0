"""``grooming-risk adapt``: the shipped model, adapted to a site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grooming_risk.cli.counted import agreeing, counted
from grooming_risk.cli.number_table import NumberTable
from grooming_risk.cli.options import IN_FILE, OUT_MODEL, column_option, jobs_option, read_texts
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.reading import layout_options
from grooming_risk.cli.terminal import stdout_console, tell
from grooming_risk.io.layout import AS_IT_IS, Layout

if TYPE_CHECKING:
    from grooming_risk.corpus.background.counts import BackgroundCounts
    from grooming_risk.training.adaptation import Adaptation


READ_FIRST: Final = 10_000
"""Alerts in a million from which people should check that the chat is harmless, before a model learns it."""


@click.command(short_help="Train against harmless chat of your site too.")
@click.argument("files", type=IN_FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=OUT_MODEL, required=True, help="Model folder to write.")
@column_option
@layout_options
@click.option("--alerts-per-million", type=float, default=2000, show_default=True,
              help="Alerts (level medium or above) in a million messages of the site.")  # fmt: skip
@jobs_option
def adapt(files: tuple[Path, ...], output: Path, column: str, layout: Layout, alerts_per_million: float,
          jobs: int) -> None:  # fmt: skip
    """Train the shipped lines against harmless chat of a site too, and set the site's levels.

    FILES are messages (.jsonl, .csv, .txt, .parquet), or tables that `grooming-risk background count` wrote (.json).
    """
    from grooming_risk.training.adaptation import adapt as adapted

    texts, counts = read_background(files, column, layout)
    bar = progress_bar("adapt")

    def track(steps: Sequence[str]) -> Iterable[str]:
        for step in bar(steps) if bar else steps:
            tell(f"{step} ..")
            yield step

    try:
        result = adapted(texts, output, counts=counts, alerts_per_million=alerts_per_million, n_jobs=jobs, track=track)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="FILES") from None
    _print(result, alerts_per_million)


def read_background(
    files: Iterable[Path], column: str, layout: Layout = AS_IT_IS
) -> tuple[list[str], BackgroundCounts | None]:
    """Return the messages of some files, and the sum of the tables of counts among them, if any."""
    from grooming_risk.corpus.background.counts import BackgroundCounts, is_counts_file, read_counts

    tables = [read_counts(file) for file in files if is_counts_file(file)]
    texts = [text for file in files if not is_counts_file(file) for text in read_texts(file, column, layout)]
    return texts, reduce(BackgroundCounts.merged, tables) if tables else None


def _print(result: Adaptation, budget: float) -> None:
    found = f"found at {budget:g} {agreeing(budget, 'alert')} in a million"
    table = NumberTable(header=("", "alerts in a million", found))
    for name, standing in (("shipped model", result.before), ("adapted model", result.after)):
        table.add_row(name, f"{standing.alerts_per_million:,.0f}", f"{standing.found:.1%}")
    console = stdout_console()
    console.print(table)
    console.print(
        f"Measured on {counted(result.measured_on, 'harmless message')} not trained on; found are grooming lines of "
        f"authors that neither model has read. {counted(result.messages, 'message was', 'messages were')} trained on, "
        "of the site."
    )
    if result.before.alerts_per_million > READ_FIRST:
        share = result.before.alerts_per_million / 1_000_000
        tell(
            f"Read some of them first: {share:.1%} of the messages reach medium in the shipped model.\n"
            "If they are grooming, take them out: the adapted model has learnt to miss what is like them."
        )
    tell(f"wrote {result.folder}; use it with: grooming-risk score chat.jsonl --model {result.folder}")
