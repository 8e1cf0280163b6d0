"""``grooming-risk triage``: the conversations of an export, ranked by what to read first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from rich.console import Console

from grooming_risk.cli.options import model_option, site_option
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.scoring.queue_lines import account, queue_lines
from grooming_risk.io.atomic_write import atomic_write
from grooming_risk.io.exports.formats import AUTO, NAMES
from grooming_risk.io.exports.generic import KNOWN
from grooming_risk.io.exports.message import BAD
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.read import Tally, read_export
from grooming_risk.io.lines import OnBad, stop_at
from grooming_risk.labels import TIME_UNITS
from grooming_risk.queue.files import write_queue
from grooming_risk.queue.message_store import MessageStore
from grooming_risk.queue.ranking import ranked
from grooming_risk.scoring.scorer import load_model

EXPORT: Final = click.Path(exists=True, path_type=Path)


class TimeZone(click.ParamType[tzinfo]):
    """A name of the IANA time zone database, such as Europe/Belgrade."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tzinfo:
        """Return the zone; refuse a name that is not known."""
        try:
            return value if isinstance(value, tzinfo) else ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(f"no time zone {value!r}; name one such as Europe/Belgrade or UTC", param, ctx)


def export_options(command: Any) -> Any:
    """Add the options that say how an export is to be read; the command gets them as keyword arguments."""
    options = (
        click.option("--from", "form", type=click.Choice(NAMES), default=AUTO, show_default=True,
                     help="Format of the export."),
        click.option("--encoding", help="Encoding of text files; if not given, the bytes tell."),
        click.option("--delimiter", help="Delimiter of a CSV file; if not given, the header tells."),
        click.option("--column", "columns", multiple=True, metavar="FIELD=NAME",
                     help=f"Column of a field of a table: {', '.join(KNOWN)}."),
        click.option("--time-zone", type=TimeZone(), default="UTC", show_default=True, help="Zone of times that name none."),
        click.option("--time-format", help="strptime format of times as text; if not given, ISO 8601."),
        click.option("--time-unit", type=click.Choice(list(TIME_UNITS)), help="What numbers of times count."),
        click.option("--day-first/--month-first", "day_first", default=None,
                     help="Order of dates such as 03/04; if not given, all dates of a file tell."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def read_options(columns: tuple[str, ...], **options: Any) -> ReadOptions:
    """Return the options of an export.

    Raises
    ------
    click.BadParameter
        A column that is not given as FIELD=NAME.
    """
    named = {}
    for given in columns:
        field, equals, name = given.partition("=")
        if not equals or field not in KNOWN:
            raise click.BadParameter(f"give FIELD=NAME, FIELD one of {', '.join(KNOWN)}", param_hint="--column")
        named[field] = name
    return ReadOptions(columns=named, **options)


@click.command()
@click.argument("export", type=EXPORT)
@export_options
@model_option
@site_option
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for queue.csv, queue.jsonl and index.html with a page for each conversation of the top.")  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), default=30, show_default=True, help="Conversations to show.")
@click.option("--skip-bad", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Name rows that cannot be read in FILE and go on.")  # fmt: skip
def triage(
    export: Path,
    form: str,
    folder: Path | None,
    site: Path | None,
    output: Path | None,
    top: int,
    skip_bad: Path | None,
    **options: Any,
) -> None:
    """Rank the conversations of an EXPORT (a file, folder, .zip or .gz) by what to read first.

    Who asks for help comes first, then the highest risk. Discord, WhatsApp, Telegram, Slack, Matrix, IRC, Twitch, and
    tables (CSV, JSON, JSON lines).
    """
    model, tally, read = load_model(folder, site=site), Tally(), read_options(**options)
    with ExitStack() as stack:
        on_bad = stack.enter_context(_bad_rows(skip_bad)) if skip_bad else stop_at
        store = stack.enter_context(MessageStore())
        track = progress_bar("reading") or iter
        store.add(track(read_export(export, form=form, options=read, on_bad=on_bad, tally=tally)))
        rows = ranked(store, model, progress_bar("ranking"))
        told = account(tally, store.duplicates, store.out_of_order)
        console = Console(highlight=False)
        for part in queue_lines(rows[:top], len(rows)):
            console.print(part)
        click.echo(told, err=True)
        if output:
            write_queue(output, rows, top, store, model, told)
            click.echo(f"wrote {output / 'index.html'}, queue.csv, queue.jsonl", err=True)
    if tally[BAD]:
        click.echo(f"grooming-risk: rows that cannot be read are named in {skip_bad}: {tally[BAD]:,}", err=True)


@contextmanager
def _bad_rows(path: Path) -> Iterator[OnBad]:
    """Give what writes the place and problem of each bad row into a file."""
    with atomic_write(path) as stream:
        yield lambda bad: stream.write(f"{bad.error}\n".encode("utf-8", "backslashreplace")) and None
