"""``grooming-risk score``: reads messages, scores them, writes them as JSON lines or for a person."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

from grooming_risk.batch.amount import hold_many
from grooming_risk.batch.model_ref import model_ref
from grooming_risk.batch.rows import conversation_row, message_row
from grooming_risk.cli.bad_rows import bad_rows
from grooming_risk.cli.counted import counted
from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import (
    OUT_FOLDER,
    author_option,
    fail_on_bad_option,
    lexicon_option,
    model_option,
    packed,
    role_option,
    site_option,
    skip_bad_option,
)
from grooming_risk.cli.reading import Reading, reading_options
from grooming_risk.cli.scoring.csv_writer import csv_writer
from grooming_risk.cli.scoring.inputs import argument_records, is_input
from grooming_risk.cli.scoring.json_blocks import are_files, write_json_blocks
from grooming_risk.cli.scoring.request import Request, chat_columns
from grooming_risk.cli.scoring.top_rows import SORTS, Write, top_rows
from grooming_risk.cli.terminal import (
    advice_line,
    conversation_line,
    score_line,
    stderr_console,
    stdout_console,
    summary,
    tell,
)
from grooming_risk.conversation.records import Columns, score_conversation_records
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.guidance.advice import AUDIENCES
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.jsonl import json_line
from grooming_risk.io.messages import Record, count_lines
from grooming_risk.io.named_fields import with_fields
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import Scorer, load_model

Scored = Score | ConversationState


@click.command(cls=SectionedCommand, short_help="Score messages, files of messages, or standard input.")
@click.argument("messages", nargs=-1, metavar="[MESSAGE|FILE]...")
@model_option
@site_option
@lexicon_option
@packed(
    Request, "request",
    click.option("--column", default="text", show_default=True, help="Field or column that holds the message."),
    click.option("--keep", multiple=True, metavar="COLUMN",
                 help="Field to carry over into the JSON lines, such as an id."),
    click.option("--level", type=click.Choice(LEVELS), default="none", show_default=True,
                 help="Show this level and above."),
    click.option("--explain", is_flag=True, help="Show which words speak for which pattern, and what to do."),
    click.option("--audience", type=click.Choice(AUDIENCES), default="moderator", show_default=True,
                 help="Whom the advice of --explain is for."),
    click.option("--text/--no-text", default=None,
                 help="Whether JSON lines carry the message; if not given, unless -o is."),
    click.option("--format", "form", type=click.Choice(["auto", "table", "jsonl", "parquet"]), default="auto",
                 show_default=True, help="auto: a table on a terminal, JSON lines elsewhere; with -o, .parquet for "
                 ".parquet files and JSON lines for others."),
    skip_bad_option, fail_on_bad_option,
    click.option("--message", "said", multiple=True, metavar="TEXT",
                 help="A message, also where it looks like the name of a file."),
    click.option("--csv", is_flag=True, help="Print CSV; no spreadsheet runs a text of it."),
    click.option("--top", type=click.IntRange(min=1), metavar="N", help="Show the N riskiest only, riskiest first."),
    click.option("--sort", type=click.Choice(SORTS), help="With --top: what the first N are by; risk if not given."),
)  # fmt: skip
@reading_options
@packed(
    chat_columns, "columns",
    click.option("--conversation-column", "conversation", metavar="COLUMN",
                 help="Field that names the conversation; every message is then scored within it."),
    author_option,
    click.option("--time-column", "at", metavar="COLUMN", help="Field with a number or ISO 8601 with a time zone."),
    role_option,
)  # fmt: skip
@click.option("-o", "--output", type=OUT_FOLDER,
              help="Score each file into a part in this folder; the same command again goes on.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), help="Processes for -o; 1, or all processors of a local cluster.")
@click.option("--cluster", metavar="local|ADDRESS", help="Dask cluster for -o: of this machine, or a scheduler's.")
def score(
    messages: tuple[str, ...], folder: Path | None, site: Path | None, lexicons: tuple[Path, ...], request: Request,
    reading: Reading, columns: Columns | None, output: Path | None, jobs: int | None, cluster: str | None,
) -> None:  # fmt: skip
    """Score messages, files (.txt, .jsonl, .json, .csv, .tsv, each also .gz; .parquet), or standard input.

    An argument that names a file is read, and one that looks like a path must be there; any other is a message.
    Without arguments, or for "-", standard input is read: a message a line, JSON lines, a JSON array, or CSV.
    """
    if columns:
        columns = reading.with_times(columns._replace(text=request.column))
    if output:
        from grooming_risk.cli.scoring.score_files import score_into_folder

        model = model_ref(folder, lexicons, site)
        score_into_folder(messages, output, model, request, reading, columns, jobs, cluster)
        return
    if jobs or cluster or request.form == "parquet":
        raise click.UsageError("--jobs, --cluster and --format parquet go with -o FOLDER")
    request.check(conversations=columns is not None)
    run_score(load_model(folder, lexicons=lexicons, site=site), messages, request, reading, columns)


def run_score(
    model: Scorer, messages: Sequence[str], request: Request, reading: Reading, columns: Columns | None
) -> None:
    """Score what the arguments name, and write the scores to standard output."""
    as_table = request.form == "table" or (request.form == "auto" and not request.csv and sys.stdout.isatty())
    tally = Tally()
    with bad_rows(request.skip_bad) as bad:
        named = _named(request, columns)
        needed = [request.column, *named, *((columns.conversation, columns.author) if columns else ())]
        read = with_fields(argument_records(messages, request, reading, needed, bad, tally), named, some=True)
        records = _with_progress(read, messages, as_table, reading)
        scored: Iterable[tuple[Record, Scored]] = ((record, model.score(record.text)) for record in records)
        if columns:
            scored = score_conversation_records(records, columns, model, bad)
        if _in_blocks(messages, request, columns, as_table):
            counts, late = write_json_blocks(model, records, request, many=hold_many(messages)), 0
        else:
            with top_rows(_writer(request, columns, as_table), request.top, request.sort or SORTS[0]) as write:
                counts, late = _write_scores(scored, write, LEVELS.index(request.level))
    if as_table or sys.stderr.isatty():
        stderr_console().print(summary(counts))
    if late:
        tell(f"grooming-risk: {counted(late, 'message')} out of order, scored as given")
    bad.tell(counts.total(), tally, fail=request.fail_on_bad)


def _in_blocks(messages: Sequence[str], request: Request, columns: Columns | None, as_table: bool) -> bool:
    """Return whether files are written as plain JSON lines, each message by itself."""
    other = request.said or columns or as_table or request.explain or request.csv or request.top
    return are_files(messages) and not other


def _named(request: Request, columns: Columns | None) -> dict[str, str]:
    """Return the fields that the options name, and the options."""
    named = dict.fromkeys(request.keep, "--keep")
    if columns:
        places = {"--time-column": columns.at, "--role-column": columns.role}
        named |= {name: option for option, name in places.items() if name}
    return named


def _with_progress(
    records: Iterator[Record], arguments: Sequence[str], as_table: bool, reading: Reading
) -> Iterator[Record]:
    if not sys.stderr.isatty() or (as_table and sys.stdout.isatty()):
        yield from records
        return
    counts = [count_lines(argument) for argument in arguments if argument != "-" and is_input(argument, reading)]
    total = sum(filter(None, counts)) if counts and None not in counts else None
    with Progress(SpinnerColumn(), *Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn(),
                  console=stderr_console(), transient=True) as progress:  # fmt: skip
        yield from progress.track(records, total=total, description="scoring")


def _write_scores(scored: Iterable[tuple[Record, Scored]], write: Write, lowest: int) -> tuple[Counter[str], int]:
    """Write the scores; return the number of messages at each level, and of those out of order."""
    counts: Counter[str] = Counter(dict.fromkeys(LEVELS, 0))
    late = 0
    for record, score in scored:
        level = score.level if isinstance(score, Score) else score.speaker.level  # the author's
        counts[level] += 1
        late += isinstance(score, ConversationState) and score.out_of_order
        if LEVELS.index(level) >= lowest:
            write(record, score)
    return counts, late


def _writer(request: Request, columns: Columns | None, as_table: bool) -> Write:
    if request.csv:
        return csv_writer(request, columns)
    return _table_writer(request, columns) if as_table else _json_writer(request, columns)


def _json_writer(request: Request, columns: Columns | None) -> Write:
    stream, text = sys.stdout.buffer, request.text is not False

    def write(record: Record, found: Any) -> None:
        if columns:
            row = conversation_row(record, found, columns, request.keep, text=text)
        else:
            row = message_row(record, found, request.keep, text=text, evidence=request.explain)
        stream.write(json_line(row, default=str))

    return write


def _table_writer(request: Request, columns: Columns | None) -> Write:
    console = stdout_console(soft_wrap=True)

    def write_message(record: Record, found: Score) -> None:
        console.print(score_line(record, found, explain=request.explain, audience=request.audience))

    def write_state(record: Record, found: ConversationState) -> None:
        console.print(conversation_line(record, found, record.fields[columns.conversation] if columns else ""))
        if request.explain and found.alerts and (advice := advice_line(found, request.audience)):
            console.print(advice)

    return write_state if columns else write_message
