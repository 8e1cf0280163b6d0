"""``grooming-risk score -o FOLDER``: scores files into parts, in several processes or on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grooming_risk.batch.model_ref import ModelRef
from grooming_risk.batch.options import FORMS, Options
from grooming_risk.batch.run import SUCCESS, score_files
from grooming_risk.cli.bad_rows import tell_bad
from grooming_risk.cli.counted import agreeing, counted
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.reading import Reading
from grooming_risk.cli.scoring.request import Request
from grooming_risk.cli.terminal import stderr_console, summary, tell
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import RunStoppedError
from grooming_risk.io.messages import SUFFIXES


def score_into_folder(
    messages: Sequence[str], output: Path, model: ModelRef, request: Request, reading: Reading,
    columns: Columns | None, jobs: int | None, cluster: str | None,
) -> None:  # fmt: skip
    """Score each file into a part of the folder; see ``grooming-risk score --help``."""
    _check(messages, request, reading, columns)
    made = Options(request.column, request.keep, request.level, bool(request.text), request.form, columns,
                   reading.layout)  # fmt: skip
    outcome = score_files(messages, output, made, model=model, jobs=jobs, cluster=cluster,
                          skip_bad=request.skip_bad, progress=progress_bar("scoring files"))  # fmt: skip
    stderr_console().print(summary(outcome.levels))
    for left_out in outcome.skipped:
        tell(f"grooming-risk: left out: {left_out.problem}")
    if outcome.bad and request.fail_on_bad:
        (output / SUCCESS).unlink(missing_ok=True)
    tell_bad(outcome.bad, outcome.levels.total(), request.skip_bad, fail=request.fail_on_bad and not outcome.skipped)
    if outcome.skipped:
        were, files = agreeing(len(outcome.skipped), "was", "were"), counted(len(messages), "file")
        there = counted(outcome.parts, "is", "are")
        raise RunStoppedError(f"{len(outcome.skipped):,} of {files} {were} left out; {there} in {output}")


def _check(messages: Sequence[str], request: Request, reading: Reading, columns: Columns | None) -> None:
    if request.said or reading.source:
        raise click.UsageError("--message and --from go without -o; it takes files of messages")
    if request.explain or request.form not in FORMS:
        raise click.UsageError(f"-o writes parts without explanations, as {' or '.join(FORMS[1:])}")
    if request.csv or request.top or request.sort:
        raise click.UsageError("--csv, --top and --sort go without -o, which writes every message")
    if strange := [message for message in messages if not message.lower().endswith(SUFFIXES)]:
        raise click.UsageError(f"-o takes files ({', '.join(SUFFIXES)}); arguments that are not files: {len(strange)}")
    if not messages:
        raise click.UsageError("-o takes files; name them")
    request.check_kept(conversations=columns is not None, flat=True)
