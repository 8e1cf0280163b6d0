"""``grooming-risk view``: plays one conversation of a file and writes it as a page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from grooming_risk.cli.options import OUT_FILE, columns_option, model_option, site_option
from grooming_risk.cli.reading import AS_IT_IS, Reading, reading_options
from grooming_risk.cli.terminal import tell
from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.page.course import Shown, shown
from grooming_risk.conversation.page.page import render_page
from grooming_risk.conversation.records import Columns, field_of, time_of
from grooming_risk.conversation.timestamps import read_moment
from grooming_risk.errors import DataError
from grooming_risk.guidance.advice import AUDIENCES
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.lines import stop_at
from grooming_risk.io.messages import Record
from grooming_risk.scoring.scorer import Scorer, load_model


@click.command()
@click.argument("chat", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=OUT_FILE, required=True, help="Page to write.")
@model_option
@site_option
@columns_option("Field that names the conversation; a file without it is one conversation.")
@reading_options
@click.option("--audience", type=click.Choice(AUDIENCES), default="moderator", show_default=True,
              help="Whom the line of advice is for.")  # fmt: skip
@click.option("--only", metavar="NAME", help="The conversation to show, where the file holds several.")
def view(
    chat: Path, output: Path, folder: Path | None, site: Path | None, columns: Columns, reading: Reading, audience: str,
    only: str | None,
) -> None:  # fmt: skip
    """Write one conversation as a self-contained page: the chat, what raised the risk, and when."""
    run_view(chat, output, load_model(folder, site=site), columns, only, audience, reading)
    tell(f"wrote {output}")


def run_view(
    path: Path, output: Path, model: Scorer, columns: Columns, only: str | None, audience: str = "moderator",
    reading: Reading = AS_IT_IS,
) -> None:  # fmt: skip
    """Write the page of a conversation; refuse a file without it, with several and no choice, or with a bad row."""
    columns = reading.with_times(columns)
    tally = Tally()
    records = list(reading.file(path, columns.text, stop_at, tally=tally))
    for record in records:
        if columns.conversation in record.fields and record.fields[columns.conversation] in (None, ""):
            raise DataError(record.source, record.line, f"the field {columns.conversation!r} is empty; mend the line")
    names = dict.fromkeys(str(record.fields.get(columns.conversation, path.name)) for record in records)
    if only is not None:
        records = [record for record in records if str(record.fields.get(columns.conversation)) == only]
    elif len(names) > 1:
        raise DataError(path, None, f"holds {len(names)} conversations; choose one with --only NAME")
    if not records:
        raise DataError(path, None, "holds no message of this conversation")
    chat = Conversation(model=model, keep_text=True, time_unit=columns.time_unit)
    messages = [_play(chat, record, columns, model) for record in records]
    if late := sum(message.state.out_of_order for message in messages):
        tell(f"grooming-risk: {late:,} {'message' if late == 1 else 'messages'} out of order, shown in the order given")
    title = f"Conversation {next(iter(names)) if only is None else only}"
    page = render_page(title, messages, dict(model.conversation_rule.levels), audience)
    write_whole(output, page)
    for what in tally.assumed:
        tell(what)


def _play(chat: Conversation, record: Record, columns: Columns, model: Scorer) -> Shown:
    try:
        at = time_of(record, columns)
        state = chat.add(record.text, author=field_of(record, columns.author), at=at)
    except (TypeError, ValueError) as error:
        raise DataError(record.source, record.line, str(error)) from None
    when = at if isinstance(at, datetime) else read_moment(at, columns.time_unit).at
    return shown(model, record.text, when, state)
