"""``grooming-risk desk open``: fills the file of a desk from an export and serves its pages."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import click

from grooming_risk.cli.account import account
from grooming_risk.cli.bad_rows import bad_rows, left_out, place, tell_bad
from grooming_risk.cli.counted import counted
from grooming_risk.cli.export_options import export_options, read_options
from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import OUT_FILE, fail_on_bad_option, model_option, site_option, skip_bad_option
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.terminal import tell
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.only_desk import only_desk
from grooming_risk.desk.serve import check_extra, serve
from grooming_risk.io.exports.read import Tally, read_export
from grooming_risk.scoring.scorer import Scorer, load_model

_FILE: Final = "desk.sqlite"


@click.command("open", cls=SectionedCommand, short_help="Fill the file of a desk and serve its pages.")
@click.argument("export", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--file", "file", type=OUT_FILE, default=_FILE, show_default=True,
              help="Where conversations and decisions are kept; of the whole desk.")  # fmt: skip
@export_options
@model_option
@site_option
@skip_bad_option
@fail_on_bad_option
@click.option("--second", type=click.FloatRange(0, 1), metavar="SHARE",
              help="Share of conversations that a second person reads, blind; not given: as the file has it, 0.1 for "
              "a new one.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine; 0, the default: any.")
@click.option("--open/--no-open", "browse", default=True, help="Whether to open the page in a browser.")
def open_desk(
    export: Path | None, file: Path, folder: Path | None, site: Path | None, second: float | None, port: int,
    browse: bool, **options: Any,
) -> None:  # fmt: skip
    """Open a desk: add the messages of an EXPORT to its file, and serve its pages on this machine until Ctrl-C.

    Without an EXPORT it opens the file as it is. A newer export of the same chats adds what is new: decisions stay, and
    a decided conversation with new messages is to be read again.
    """
    if export is None and not file.exists():
        raise click.UsageError(f"there is no {file}; name an EXPORT to fill it, or another file with --file")
    check_extra()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    model = load_model(folder, site=site)
    with only_desk(file):
        with _gone_if_not_filled(file), CaseFile(file, second_share=second) as cases:
            if export is not None:
                _fill(cases, model, export, **options)
        _serve(file, model, port, browse=browse)


def _serve(file: Path, model: Scorer, port: int, *, browse: bool) -> None:
    with CaseFile(file) as cases:
        drawn = cases.second_readings()
        hint = "" if drawn.drawn or not drawn.conversations else " (none is drawn; see --second)"
        tell(f"second reading: {drawn.drawn:,} of {drawn.conversations:,}{hint}")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # as Ctrl-C: the file is closed
        serve(cases, model, port, tell=click.echo, browse=browse)


@contextmanager
def _gone_if_not_filled(file: Path) -> Iterator[None]:
    """Remove a new file where it cannot be filled."""
    is_new = not file.exists()
    try:
        yield
    except BaseException:
        if is_new:
            for ending in ("", "-wal", "-shm", "-lock"):
                with suppress(PermissionError):  # some systems keep an open file: the lock
                    file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
        raise


def _fill(
    cases: CaseFile, model: Scorer, export: Path, form: str, skip_bad: Path | None, fail_on_bad: bool, **options: Any
) -> None:
    """Add an export and say what became of its rows."""
    tally, read, track = Tally(), read_options(**options), progress_bar("reading") or iter
    with bad_rows(skip_bad, place) as on_bad:
        messages = track(read_export(export, form=form, options=read, on_bad=on_bad, tally=tally))
        filled = cases.fill(messages, model, track=progress_bar("ranking"))
    tell(account(tally, filled.duplicates, filled.out_of_order, tally.assumed))
    tell(f"conversations: {filled.conversations:,}, decided ones with new messages or edits: {filled.changed:,}")
    if filled.edited:
        tell(f"edited messages: {filled.edited:,}; the newer text is shown and scored, labels of the older one lapse")
    if filled.returned:
        tell(f"{counted(filled.returned, 'erased conversation')} came back; erase again what is not to be here")
    scored, others = tally["messages"] - filled.duplicates, left_out(tally) + filled.duplicates
    tell_bad(on_bad.count, scored, skip_bad, fail=fail_on_bad, left_out=others)
