"""``grooming-risk triage``: the conversations of an export, ranked by what to read first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from grooming_risk.cli.account import account
from grooming_risk.cli.bad_rows import bad_rows, left_out, place, tell_bad
from grooming_risk.cli.export_options import export_options, read_options
from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import Output, fail_on_bad_option, model_option, site_option, skip_bad_option
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.scoring.queue_lines import queue_lines
from grooming_risk.cli.terminal import stdout_console, tell
from grooming_risk.io.exports.read import Tally, read_export
from grooming_risk.queue.files import queue_csv, write_queue
from grooming_risk.queue.message_store import MessageStore
from grooming_risk.queue.ranking import SORTS, URGENCY, QueueRow, in_order, ranked
from grooming_risk.scoring.scorer import load_model

EXPORT: Final = click.Path(exists=True, path_type=Path)


@click.command(cls=SectionedCommand, short_help="Rank the conversations of an export by what to read first.")
@click.argument("export", type=EXPORT)
@export_options
@model_option
@site_option
@click.option("-o", "--output", type=Output("queue.csv", "queue.jsonl", "index.html", "pages/*", is_folder=True),
              help="Folder for queue.csv, queue.jsonl, and index.html with a page for each of the top.")  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), default=30, show_default=True, help="Conversations to show.")
@click.option("--sort", type=click.Choice(list(SORTS)), default=URGENCY, show_default=True,
              help="What the first ones are by; urgency: who asks for help, then risk.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, the columns of queue.csv but for its pages.")
@skip_bad_option
@fail_on_bad_option
def triage(
    export: Path,
    form: str,
    folder: Path | None,
    site: Path | None,
    output: Path | None,
    top: int,
    sort: str,
    as_csv: bool,
    skip_bad: Path | None,
    fail_on_bad: bool,
    **options: Any,
) -> None:
    """Rank the conversations of an EXPORT (a file, folder, .zip or .gz) by what to read first.

    Who asks for help comes first, then the highest risk. Discord, WhatsApp, Telegram, Slack, Matrix, IRC, Twitch, and
    tables (CSV, JSON, JSON lines).
    """
    model, tally, read = load_model(folder, site=site), Tally(), read_options(**options)
    with bad_rows(skip_bad, place) as on_bad, MessageStore() as store:
        track = progress_bar("reading") or iter
        store.add(track(read_export(export, form=form, options=read, on_bad=on_bad, tally=tally)))
        rows = in_order(ranked(store, model, progress_bar("ranking")), sort)
        told = account(tally, store.duplicates, store.out_of_order, tally.assumed)
        _print(rows, top, sort, as_csv=as_csv)
        tell(told if tally["messages"] else f"grooming-risk: no message in {export}: {told}")
        if output:
            write_queue(output, rows, top, store, model, told)
            tell(f"wrote {output / 'index.html'}, queue.csv, queue.jsonl")
    scored, others = tally["messages"] - store.duplicates, left_out(tally) + store.duplicates
    tell_bad(on_bad.count, scored, skip_bad, fail=fail_on_bad, left_out=others)


def _print(rows: Sequence[QueueRow], top: int, sort: str, *, as_csv: bool) -> None:
    if as_csv:
        click.echo(queue_csv(rows[:top]).encode("utf-8"), nl=False)
        return
    console = stdout_console()
    for part in queue_lines(rows, top, sort):
        console.print(part)
