"""Discord, as DiscordChatExporter writes it: JSON, or CSV."""

from typing import Any, Final

from grooming_risk.io.exports.message import BAD, EMPTY, SYSTEM, LeftOut, Message, Rows, bad
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.row_sources import source_table
from grooming_risk.io.json_items import json_values, text_of
from grooming_risk.io.source import Source

_OF_PEOPLE: Final = ("Default", "Reply", "0", "19")
CSV_HEADER: Final = ("AuthorID", "Author", "Date", "Content")


def is_discord_json(name: str, head: str) -> bool:
    """Say whether a file is the JSON of DiscordChatExporter."""
    return head.lstrip().startswith("{") and '"guild"' in head and '"channel"' in head and '"messages"' in head


def is_discord_csv(name: str, head: str) -> bool:
    """Say whether a file is the CSV of DiscordChatExporter."""
    header = head.partition("\n")[0]
    return all(column in header for column in CSV_HEADER)


def read_discord_json(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a channel."""
    conversation, title = source.conversation, ""
    number = 0
    for place, value in json_values(
        source, "guild.name", "channel.id", "channel.name", "messages.item", layout=options.layout
    ):
        if place == "channel.id":
            conversation = text_of(value) or conversation
        elif place == "channel.name":
            title = f"{title} #{value}".strip() if title else text_of(value)
        elif place == "guild.name":
            title = text_of(value)
        else:
            number += 1
            yield _message(source.name, number, conversation, title, value, options)


def _message(source: str, number: int, chat: str, title: str, row: Any, options: ReadOptions) -> Message | LeftOut:
    author = row.get("author") if isinstance(row, dict) else None
    if not isinstance(author, dict) or not isinstance(row.get("content"), str):
        return bad(source, number, row, "the message has no author or no content")
    if str(row.get("type", "Default")) not in _OF_PEOPLE:
        return LeftOut(source, number, SYSTEM)
    if not row["content"].strip():
        return LeftOut(source, number, EMPTY)
    try:
        at = options.moment(row.get("timestamp"))
    except ValueError as error:
        return LeftOut(source, number, BAD, str(error))
    reference = row.get("reference")
    return Message(
        source, number, chat, text_of(author.get("id")) or text_of(author.get("name")), row["content"], at,
        name=text_of(author.get("nickname")) or text_of(author.get("name")), title=title, id=text_of(row.get("id")),
        reply_to=text_of(reference.get("messageId")) if isinstance(reference, dict) else "",
    )  # fmt: skip


def read_discord_csv(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a channel; the file has no ids of messages."""
    for found in source_table(source, options):
        if isinstance(found, LeftOut):
            yield found
            continue
        line, row = found
        if not row["Content"].strip():
            yield LeftOut(source.name, line, EMPTY)
        else:
            try:
                at = options.moment(row["Date"])
            except ValueError as error:
                yield LeftOut(source.name, line, BAD, str(error))
                continue
            chat = source.conversation
            yield Message(source.name, line, chat, row["AuthorID"] or row["Author"], row["Content"], at,
                          name=row["Author"], title=chat)  # fmt: skip
