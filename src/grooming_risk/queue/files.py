"""The queue as files: for a spreadsheet, for a program, and as pages to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from grooming_risk.conversation.page.course import Shown, shown
from grooming_risk.conversation.page.page import render_page
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.csv_line import csv_line
from grooming_risk.io.exports.message import Message
from grooming_risk.pages.environment import environment
from grooming_risk.queue.message_store import MessageStore, StoredConversation
from grooming_risk.queue.ranking import QueueRow, play
from grooming_risk.scoring.scorer import Scorer

_COLUMNS: Final = ("rank", *(name for name in QueueRow._fields if name != "key"))


def queue_csv(rows: Sequence[QueueRow]) -> str:
    """Return the rows of a queue as CSV, each with its rank from 1."""
    return _table([_data(rank, row, None) for rank, row in enumerate(rows, start=1)], _COLUMNS, "\n")


def write_queue(
    folder: Path, rows: Sequence[QueueRow], top: int, store: MessageStore, model: Scorer, account: str
) -> None:
    """Write ``queue.jsonl``, ``queue.csv``, ``index.html`` and a page for each of the first conversations.

    They hold chat: only the owner may read them.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    rows : sequence of QueueRow
        All conversations, ranked.
    top : int
        How many of them get a page.
    store, model : MessageStore and Scorer
        Where their messages are, and what scores them.
    account : str
        What became of the rows of the export, in a sentence.

    Raises
    ------
    OutputFolderError
        A file cannot be written.
    """
    data = [_data(rank, row, f"pages/{rank}.html" if rank <= top else None) for rank, row in enumerate(rows, start=1)]
    for row, entry in zip(rows[:top], data, strict=False):
        write_whole(folder / entry["page"], _page(row, store, model), private=True)
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in data)
    write_whole(folder / "queue.jsonl", lines, private=True)
    write_whole(folder / "queue.csv", _table(data), private=True)
    index = environment(moment=_moment).get_template("queue/index.html")
    shown_rows = index.render(title="To read", account=account, rows=data[:top], count=len(data))
    write_whole(folder / "index.html", shown_rows, private=True)


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M %Z}"


def _data(rank: int, row: QueueRow, page: str | None) -> dict[str, Any]:
    data = {"rank": rank, **row._asdict(), "page": page}
    del data["key"]
    for name in ("first_alarm", "last_message"):
        data[name] = data[name].isoformat() if data[name] else None
    return {**data, "patterns": list(row.patterns), "risk": round(row.risk, 6)}


def _table(data: Sequence[dict[str, Any]], names: Sequence[str] = (*_COLUMNS, "page"), end: str = "\r\n") -> str:
    """Return a CSV table; a text that a spreadsheet would run gets a quote before it."""
    return "".join(csv_line(line, end) for line in (names, *([entry[name] for name in names] for entry in data)))


def _page(row: QueueRow, store: MessageStore, model: Scorer) -> str:
    chat = StoredConversation(row.key, row.conversation, row.title)
    messages = shown_messages(store.messages(chat), model)
    return render_page(row.title, messages, dict(model.conversation_rule.levels))


def shown_messages(messages: Iterable[Message], model: Scorer) -> list[Shown]:
    """Return the messages of a conversation as its page shows them."""
    played = play(messages, model, keep_text=True)
    return [shown(model, message.text, message.at, state, read) for message, read, state in played]
