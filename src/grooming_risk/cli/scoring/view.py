"""``grooming-risk view``: plays one conversation of a file and writes it as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from grooming_risk.cli.bad_rows import bad_rows, left_out, tell_bad
from grooming_risk.cli.counted import counted
from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import (
    OUT_FILE,
    columns_option,
    fail_on_bad_option,
    model_option,
    packed,
    site_option,
    skip_bad_option,
)
from grooming_risk.cli.reading import AS_IT_IS, Reading, reading_options
from grooming_risk.cli.terminal import tell
from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.page.course import Shown, shown
from grooming_risk.conversation.page.page import render_page
from grooming_risk.conversation.records import Columns, bad_record, field_of, time_of
from grooming_risk.conversation.timestamps import read_moment
from grooming_risk.errors import DataError
from grooming_risk.guidance.advice import AUDIENCES
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.lines import OnBad
from grooming_risk.io.messages import Record
from grooming_risk.scoring.scorer import Scorer, load_model


class Skipping(NamedTuple):
    """What becomes of bad rows. The names are those of the options."""

    skip_bad: Path | None = None
    fail_on_bad: bool = False


STOP = Skipping()
"""A bad row stops the command."""


@click.command(cls=SectionedCommand, short_help="Write one conversation as a page: what raised the risk, when.")
@click.argument("chat", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=OUT_FILE, required=True, help="Page to write.")
@model_option
@site_option
@columns_option("Field that names the conversation; a file without it is one conversation.")
@reading_options
@click.option("--audience", type=click.Choice(AUDIENCES), default="moderator", show_default=True,
              help="Whom the line of advice is for.")  # fmt: skip
@click.option("--only", metavar="NAME", help="The conversation to show, where the file holds several.")
@packed(Skipping, "skipping", skip_bad_option, fail_on_bad_option)
def view(
    chat: Path, output: Path, folder: Path | None, site: Path | None, columns: Columns, reading: Reading, audience: str,
    only: str | None, skipping: Skipping,
) -> None:  # fmt: skip
    """Write one conversation as a self-contained page: the chat, what raised the risk, and when."""
    run_view(chat, output, load_model(folder, site=site), columns, only, audience, reading, skipping)


def run_view(
    path: Path, output: Path, model: Scorer, columns: Columns, only: str | None, audience: str = "moderator",
    reading: Reading = AS_IT_IS, skipping: Skipping = STOP,
) -> None:  # fmt: skip
    """Write the page of a conversation; refuse a file without it, and with several and no choice."""
    columns, tally = reading.with_times(columns), Tally()
    with bad_rows(skipping.skip_bad) as on_bad:
        every = list(_placed(reading.file(path, columns.text, on_bad, tally=tally), columns, on_bad))
        records, name = _chosen(every, path, columns.conversation, only)
        chat = Conversation(model=model, keep_text=True, time_unit=columns.time_unit)
        messages = list(_played(chat, records, columns, model, on_bad))
        if not messages:
            raise DataError(path, None, "holds no message that can be shown")
        page = render_page(f"Conversation {name}", messages, dict(model.conversation_rule.levels), audience)
        write_whole(output, page)
    if late := sum(message.state.out_of_order for message in messages):
        tell(f"grooming-risk: {counted(late, 'message')} out of order, shown in the order given")
    for what in (*tally.assumed, f"wrote {output}"):
        tell(what)
    others = len(every) - len(records)
    tell_bad(on_bad.count, len(messages), skipping.skip_bad, fail=skipping.fail_on_bad,
             left_out=left_out(tally) + others)  # fmt: skip


def _placed(records: Iterable[Record], columns: Columns, on_bad: OnBad) -> Iterator[Record]:
    """Yield the records, but those whose field of the conversation is empty."""
    for record in records:
        if columns.conversation in record.fields and record.fields[columns.conversation] in (None, ""):
            on_bad(bad_record(record, columns, f"the field {columns.conversation!r} is empty; mend the line"))
        else:
            yield record


def _chosen(every: list[Record], path: Path, field: str, only: str | None) -> tuple[list[Record], str]:
    """Return the records of the conversation to show, and its name."""
    names = dict.fromkeys(str(record.fields.get(field, path.name)) for record in every)
    if only is None and len(names) > 1:
        raise DataError(path, None, f"holds {counted(len(names), 'conversation')}; choose one with --only NAME")
    chosen = [record for record in every if only is None or str(record.fields.get(field)) == only]
    if not chosen:
        raise DataError(path, None, "holds no message of this conversation" if every else "no message in it")
    return chosen, next(iter(names)) if only is None else only


def _played(
    chat: Conversation, records: Iterable[Record], columns: Columns, model: Scorer, on_bad: OnBad
) -> Iterator[Shown]:
    for record in records:
        try:
            at = time_of(record, columns)
            state = chat.add(record.text, author=field_of(record, columns.author), at=at)
        except (TypeError, ValueError) as error:
            on_bad(bad_record(record, columns, f"{error}; mend the line"))
            continue
        when = at if isinstance(at, datetime) else read_moment(at, columns.time_unit).at
        yield shown(model, record.text, when, state)
