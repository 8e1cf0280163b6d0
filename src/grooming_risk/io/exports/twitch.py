"""Twitch, as TwitchDownloader and chat-downloader write it: JSON."""

from typing import Any

from grooming_risk.io.exports.message import BAD, EMPTY, SYSTEM, LeftOut, Message, Rows, bad
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.json_items import chat_items, json_values, text_of
from grooming_risk.io.source import Source


def is_twitch_downloader(name: str, head: str) -> bool:
    """Say whether a file is the chat of TwitchDownloader."""
    return head.lstrip().startswith("{") and '"comments"' in head and ('"streamer"' in head or '"commenter"' in head)


def is_chat_downloader(name: str, head: str) -> bool:
    """Say whether a file is the JSON of chat-downloader."""
    return head.lstrip().startswith("[") and '"message_id"' in head and '"author"' in head and '"message"' in head


def read_twitch_downloader(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a stream."""
    places = {"names": ["streamer.name"], "ids": ["video.id"], "items": ["comments.item"]}
    for number, chat, title, row in chat_items(source, **places, layout=options.layout):
        yield _comment(source.name, number, chat, title, row, options)


def _comment(source: str, number: int, chat: str, title: str, row: Any, options: ReadOptions) -> Message | LeftOut:
    writer = row.get("commenter") if isinstance(row, dict) else None
    message = row.get("message") if isinstance(row, dict) else None
    if not isinstance(writer, dict) or not isinstance(message, dict) or not isinstance(message.get("body"), str):
        return bad(source, number, row, "a comment without commenter or body")
    if not message["body"].strip():
        return LeftOut(source, number, EMPTY)
    name = text_of(writer.get("display_name")) or text_of(writer.get("name"))
    author = text_of(writer.get("_id")) or name
    try:
        at = options.moment(row.get("created_at"))
    except ValueError as error:
        return LeftOut(source, number, BAD, str(error))
    if not author:
        return LeftOut(source, number, BAD, "a comment without commenter")
    return Message(
        source, number, chat, author, message["body"], at, name=name, title=title, id=text_of(row.get("_id"))
    )


def read_chat_downloader(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a stream."""
    for number, (_, row) in enumerate(json_values(source, "item", layout=options.layout), start=1):
        author = row.get("author") if isinstance(row, dict) else None
        if not isinstance(row, dict):
            yield bad(source.name, number, row, "not a JSON object")
        elif row.get("message_type", "text_message") != "text_message":
            yield LeftOut(source.name, number, SYSTEM)
        elif not isinstance(author, dict) or not isinstance(row.get("message"), str):
            yield LeftOut(source.name, number, BAD, "a message without author or text")
        elif not row["message"].strip():
            yield LeftOut(source.name, number, EMPTY)
        else:
            yield _downloaded(source, number, row, author, options)


def _downloaded(source: Source, number: int, row: Any, author: Any, options: ReadOptions) -> Message | LeftOut:
    name = text_of(author.get("display_name")) or text_of(author.get("name"))
    key = text_of(author.get("id")) or name
    try:
        at = options.moment(row.get("timestamp"))
    except ValueError as error:
        return LeftOut(source.name, number, BAD, str(error))
    if not key:
        return LeftOut(source.name, number, BAD, "a message without author")
    chat = source.conversation
    return Message(source.name, number, chat, key, row["message"], at, name=name, title=chat,
                   id=text_of(row.get("message_id")))  # fmt: skip
