"""``grooming-risk score -o FOLDER``: scores files into parts, in several processes or on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grooming_risk.batch.model_ref import ModelRef
from grooming_risk.batch.options import FORMS, Options
from grooming_risk.batch.rows import CONVERSATION_NAMES
from grooming_risk.batch.run import score_files
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.terminal import stderr_console, summary
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import RunStoppedError
from grooming_risk.io.messages import SUFFIXES
from grooming_risk.labels import PATTERNS


def score_into_folder(
    output: Path,
    jobs: int | None,
    cluster: str | None,
    model: ModelRef,
    columns: Columns | None,
    *,
    messages: Sequence[str],
    keep: Sequence[str],
    text: bool | None,
    form: str,
    explain: bool,
    skip_bad: Path | None,
    audience: str,
    **options: Any,
) -> None:
    """Score each file into a part of the folder; see ``grooming-risk score --help``."""
    if explain or form not in FORMS:
        raise click.UsageError(f"-o writes parts without explanations, as {' or '.join(FORMS[1:])}")
    if strange := [message for message in messages if not message.lower().endswith(SUFFIXES)]:
        raise click.UsageError(f"-o takes files ({', '.join(SUFFIXES)}), and {len(strange)} of its arguments are none")
    if not messages:
        raise click.UsageError("-o takes files; name them")
    if taken := sorted(set(keep) & {*CONVERSATION_NAMES, *PATTERNS, "alert"}):
        raise click.UsageError(f"--keep cannot carry over {', '.join(taken)}: the output has a field of that name")
    made = Options(keep=tuple(keep), text=bool(text), form=form, columns=columns, **options)
    show = progress_bar("scoring files")
    outcome = score_files(messages, output, made, model=model, jobs=jobs, cluster=cluster, skip_bad=skip_bad,
                          progress=show)  # fmt: skip
    stderr_console().print(summary(outcome.levels))
    if outcome.bad:
        click.echo(f"grooming-risk: {outcome.bad} bad lines went to {skip_bad}", err=True)
    for left_out in outcome.skipped:
        click.echo(f"grooming-risk: left out: {left_out.problem}", err=True)
    if outcome.skipped:
        raise RunStoppedError(
            f"{len(outcome.skipped)} of {len(messages)} files were left out; {outcome.parts} are in {output}"
        )
