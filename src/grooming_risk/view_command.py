"""What ``grooming-risk view`` does: plays one conversation of a file and writes it as a page."""

from __future__ import annotations

from pathlib import Path

from grooming_risk.conversation import Conversation
from grooming_risk.conversation_records import Columns, field_of, read_time
from grooming_risk.errors import DataError
from grooming_risk.records import Record, read_records
from grooming_risk.scorer import Scorer
from grooming_risk.view import Shown, render_page


def run_view(path: Path, output: Path, model: Scorer, columns: Columns, only: str | None) -> None:
    """Play the conversation of a file and write its page.

    Raises
    ------
    DataError
        The file holds no message of it, several conversations and none was chosen, or a bad row.
    """
    records = list(read_records(path, column=columns.text))
    names = dict.fromkeys(str(record.fields.get(columns.conversation, path.name)) for record in records)
    if only is not None:
        records = [record for record in records if str(record.fields.get(columns.conversation)) == only]
    elif len(names) > 1:
        raise DataError(path, None, f"holds {len(names)} conversations; choose one with --only NAME")
    if not records:
        raise DataError(path, None, "holds no message of this conversation")
    chat = Conversation(model=model, keep_text=True)
    shown = [_play(chat, record, columns, model) for record in records]
    title = f"Conversation {next(iter(names)) if only is None else only}"
    levels = dict(model.artifact.conversation.levels)
    output.write_text(render_page(title, shown, levels), encoding="utf-8", errors="backslashreplace")


def _play(chat: Conversation, record: Record, columns: Columns, model: Scorer) -> Shown:
    try:
        at = read_time(record.fields.get(columns.at)) if columns.at else None
        state = chat.add(record.text, author=field_of(record, columns.author), at=at)
    except (TypeError, ValueError) as error:
        raise DataError(record.source, record.line, str(error)) from None
    return Shown(record.text, at, model.score(record.text).evidence, state)
