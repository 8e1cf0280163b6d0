"""Telegram, as its desktop app exports it: ``result.json`` of one chat, or of all."""

from typing import Any

from grooming_risk.io.exports.message import BAD, EMPTY, SYSTEM, LeftOut, Message, Rows, bad
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.json_items import chat_items, text_of
from grooming_risk.io.source import Source

_ROOTS = ("", "chats.list.item.", "left_chats.list.item.")
_KEYS = ('"from_id"', '"date_unixtime"', '"frequent_contacts"', '"left_chats"')


def is_telegram(name: str, head: str) -> bool:
    """Say whether a file is Telegram's ``result.json``."""
    return head.lstrip().startswith("{") and '"messages"' in head and any(key in head for key in _KEYS)


def read_telegram(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of one chat, or of each."""
    names, ids, items = ([f"{root}{field}" for root in _ROOTS] for field in ("name", "id", "messages.item"))
    for number, chat, title, row in chat_items(source, names=names, ids=ids, items=items, layout=options.layout):
        yield _message(source.name, number, chat, title, row, options)


def _message(source: str, number: int, chat: str, title: str, row: Any, options: ReadOptions) -> Message | LeftOut:
    if not isinstance(row, dict):
        return bad(source, number, row, "a message that is not a JSON object")
    if row.get("type") == "service":
        return LeftOut(source, number, SYSTEM)
    name, text = text_of(row.get("from")), _text(row.get("text"))
    if text is None:
        return LeftOut(source, number, BAD, "the message has no text field")
    if not text.strip():
        return LeftOut(source, number, EMPTY)
    author = text_of(row.get("from_id")) or name
    if not author:
        return LeftOut(source, number, BAD, "the message has no author")
    seconds = text_of(row.get("date_unixtime"))
    try:
        at = options.moment(float(seconds)) if seconds else options.moment(row.get("date"))
    except ValueError as error:
        return LeftOut(source, number, BAD, str(error))
    return Message(source, number, chat, author, text, at, name=name, title=title, id=text_of(row.get("id")),
                   reply_to=text_of(row.get("reply_to_message_id")))  # fmt: skip


def _text(value: Any) -> str | None:
    """Return a text that is whole, or a list of plain texts and entities."""
    if isinstance(value, list):
        parts: list[Any] = [part.get("text") if isinstance(part, dict) else part for part in value]
        return "".join(parts) if all(isinstance(part, str) for part in parts) else None
    return value if isinstance(value, str) else None
