"""``grooming-risk score``: reads messages, scores them, writes them as JSON lines or for a person."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

from grooming_risk.batch.model_ref import model_ref
from grooming_risk.batch.rows import CONVERSATION_NAMES, MESSAGE_NAMES, conversation_row, message_row
from grooming_risk.cli.options import (
    FOLDER,
    OUT_FILE,
    author_option,
    lexicon_option,
    model_option,
    packed,
    role_option,
    site_option,
    time_unit_option,
)
from grooming_risk.cli.scoring.request import Request, chat_columns
from grooming_risk.cli.terminal import advice_line, conversation_line, score_line, stderr_console, summary
from grooming_risk.conversation.records import Columns, score_conversation_records
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.errors import GroomingRiskError
from grooming_risk.guidance.advice import AUDIENCES
from grooming_risk.io.jsonl import json_line
from grooming_risk.io.lines import BadLine, OnBad, stop_or_skip
from grooming_risk.io.messages import SUFFIXES, Record, count_lines, read_records, read_stream
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import Scorer, load_model

ARGUMENT: Final = "<argument>"

Scored = Score | ConversationState
Write = Callable[[Record, Any], None]


class OutputClosedError(GroomingRiskError):
    """The reader of the output stopped reading."""


@click.command()
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
    click.option("--skip-bad", type=OUT_FILE, metavar="FILE",
                 help="Put lines that cannot be read into FILE and go on."),
)  # fmt: skip
@packed(
    chat_columns, "columns",
    click.option("--conversation-column", "conversation", metavar="COLUMN",
                 help="Field that names the conversation; every message is then scored within it."),
    author_option,
    click.option("--time-column", "at", metavar="COLUMN", help="Field with a number or ISO 8601 with a time zone."),
    time_unit_option, role_option,
)  # fmt: skip
@click.option("-o", "--output", type=FOLDER, help="Score each file into a part in this folder; the same command again "
              "goes on after a stop.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), help="Processes for -o; 1, or all processors of a local cluster.")
@click.option("--cluster", metavar="local|ADDRESS", help="Dask cluster for -o: of this machine, or a scheduler's.")
def score(
    messages: tuple[str, ...], folder: Path | None, site: Path | None, lexicons: tuple[Path, ...], request: Request,
    columns: Columns | None, output: Path | None, jobs: int | None, cluster: str | None,
) -> None:  # fmt: skip
    """Score messages, files (.txt, .jsonl, .csv, .parquet), or standard input.

    An argument that names a file is read; any other is a message. Without arguments, or for "-", standard input is
    read: a message a line, or JSON lines.
    """
    if columns:
        columns = columns._replace(text=request.column)
    if output:
        from grooming_risk.cli.scoring.score_files import score_into_folder

        score_into_folder(messages, output, model_ref(folder, lexicons, site), request, columns, jobs, cluster)
        return
    if jobs or cluster or request.form == "parquet":
        raise click.UsageError("--jobs, --cluster and --format parquet go with -o FOLDER")
    _score(load_model(folder, lexicons=lexicons, site=site), messages, request, columns)


def _score(model: Scorer, messages: Sequence[str], request: Request, columns: Columns | None) -> None:
    request.check_kept(CONVERSATION_NAMES if columns else MESSAGE_NAMES)
    as_table = sys.stdout.isatty() if request.form == "auto" else request.form == "table"
    with ExitStack() as stack:
        bad = _BadLines(stack.enter_context(request.skip_bad.open("wb"))) if request.skip_bad else None
        records = _with_progress(_records(messages, request.column, bad or stop_or_skip), messages, as_table)
        scored: Iterable[tuple[Record, Scored]] = ((record, model.score(record.text)) for record in records)
        if columns:
            named = {"--time-column": columns.at, "--role-column": columns.role}
            scored = score_conversation_records(_with_fields(records, named), columns, model, bad or stop_or_skip)
        write = _table_writer(request, columns) if as_table else _json_writer(request, columns)
        counts = _write_scores(scored, write, LEVELS.index(request.level))
    if as_table or sys.stderr.isatty():
        stderr_console().print(summary(counts))
    if bad and bad.count:
        click.echo(f"grooming-risk: {bad.count} bad lines went to {request.skip_bad}", err=True)


def _with_fields(records: Iterable[Record], named: Mapping[str, str | None]) -> Iterator[Record]:
    """Yield records; at the end refuse an option whose field no record has."""
    missing = {field: option for option, field in named.items() if field}
    for record in records:
        for field in missing.keys() & record.fields.keys():
            del missing[field]
        yield record
    for field, option in missing.items():
        raise click.BadParameter(f"no message has a field {field!r}", param_hint=option)


class _BadLines:
    """Writes bad lines to a file unchanged, and counts them."""

    def __init__(self, stream: BinaryIO) -> None:
        self.count = 0
        self._stream = stream

    def __call__(self, bad: BadLine) -> None:
        self.count += 1
        self._stream.write(bad.raw if bad.raw.endswith(b"\n") else bad.raw + b"\n")


def _records(arguments: Sequence[str], column: str, on_bad: OnBad) -> Iterator[Record]:
    for number, argument in enumerate(arguments or ["-"], start=1):
        if argument == "-":
            yield from read_stream(sys.stdin.buffer, column=column, on_bad=on_bad)
        elif _is_file(argument):
            yield from read_records(argument, column=column, on_bad=on_bad)
        else:
            yield Record(ARGUMENT, number, argument, {})


def _is_file(argument: str) -> bool:
    """Say whether an argument is a file, or looks like one; then its absence is an error."""
    looks_like_one = argument.lower().endswith(SUFFIXES) and not any(map(str.isspace, argument))
    try:
        return looks_like_one or Path(argument).is_file()
    except (OSError, ValueError):  # too long, or not a valid path: a message
        return False


def _with_progress(records: Iterator[Record], arguments: Sequence[str], as_table: bool) -> Iterator[Record]:
    if not sys.stderr.isatty() or (as_table and sys.stdout.isatty()):
        yield from records
        return
    counts = [count_lines(argument) for argument in arguments if _is_file(argument)]
    total = sum(filter(None, counts)) if counts and None not in counts else None
    with Progress(SpinnerColumn(), *Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn(),
                  console=stderr_console(), transient=True) as progress:  # fmt: skip
        yield from progress.track(records, total=total, description="scoring")


def _write_scores(scored: Iterable[tuple[Record, Scored]], write: Write, lowest: int) -> Counter[str]:
    counts = Counter(dict.fromkeys(LEVELS, 0))
    current: Record | None = None
    try:
        for current, score in scored:
            level = score.level if isinstance(score, Score) else score.speaker.level  # the author's
            counts[level] += 1
            if LEVELS.index(level) >= lowest:
                write(current, score)
        current = None
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the exit flushes again
        where = f"at {current.source}:{current.line}" if current else "at the end"
        raise OutputClosedError(f"{where}: the reader of the output stopped reading (broken pipe)") from None
    return counts


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
    console = Console(highlight=False, soft_wrap=True)

    def write_message(record: Record, found: Score) -> None:
        console.print(score_line(record, found, explain=request.explain, audience=request.audience))

    def write_state(record: Record, found: ConversationState) -> None:
        console.print(conversation_line(record, found, record.fields[columns.conversation] if columns else ""))
        if request.explain and found.alerts and (advice := advice_line(found, request.audience)):
            console.print(advice)

    return write_state if columns else write_message
