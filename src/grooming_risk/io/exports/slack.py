"""Slack, as a workspace exports it: a folder or .zip with ``users.json``, and a file a day for each channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from grooming_risk.io.exports.message import BAD, EMPTY, FILE, MEDIA, SYSTEM, LeftOut, Message, Rows, bad
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.json_items import json_values, text_of
from grooming_risk.io.source import Source

_LISTS: Final = ("users", "channels", "groups", "dms", "mpims", "canvases", "integration_logs", "file_conversations")
_SPOKEN: Final = ("", "thread_broadcast", "me_message", "file_share", "bot_message")
_FIELDS: Final = (re.compile(r'"user"\s*:\s*"'), re.compile(r'"ts"\s*:\s*"\d{9,11}\.\d{6}"'))
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\.json$")


def is_slack_day(name: str, head: str) -> bool:
    """Say whether a file is a JSON array of messages with the ``user`` and the ``ts`` of Slack."""
    return head.lstrip().startswith("[") and all(field.search(head) for field in _FIELDS)


def read_slack_day(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of one file without its workspace: ids for names, the folder for the channel."""
    folder = PurePosixPath(source.name).parent.name if _DAY.search(source.name) else ""
    chat = folder or source.conversation
    return _day(source, (chat, chat), {}, options)


def workspaces(files: Sequence[Source]) -> list[list[Source]]:
    """Return the files of each export of Slack: below a folder with ``users.json`` and folders of days."""
    roots = [PurePosixPath(source.name).parent for source in files if _is_list(source, "users")]
    found = [[source for source in files if _is_part(source, root)] for root in roots]
    return [parts for parts in found if any(_DAY.search(source.name) for source in parts)]


def _is_part(source: Source, root: PurePosixPath) -> bool:
    """Say whether a file is part of the export of a root: a list in it, a day or an attachment in a folder of it."""
    path = PurePosixPath(source.name)
    if path.parent == root:
        return path.name.removesuffix(".json") in _LISTS
    return path.parent.parent == root and bool(_DAY.search(path.name) or path.suffix.lower() in MEDIA)


def _is_list(source: Source, name: str) -> bool:
    return PurePosixPath(source.name).name == f"{name}.json"


def read_slack(files: Sequence[Source], options: ReadOptions) -> Rows:
    """Yield the messages of all channels and direct messages."""
    names: dict[str, str] = {}
    titles: dict[str, tuple[str, str]] = {}
    for source in files:
        if _is_list(source, "users"):
            names.update(_users(source))
    for source in files:
        if any(_is_list(source, name) for name in _LISTS[1:5]):
            titles.update(_channels(source, names))
    for source in files:
        if _DAY.search(source.name):
            folder = PurePosixPath(source.name).parent.name
            yield from _day(source, titles.get(folder, (folder, folder)), names, options)
        elif source.inner.suffix.lower() in MEDIA:
            yield LeftOut(source.name, 1, FILE)
        elif not any(_is_list(source, name) for name in _LISTS):
            yield LeftOut(source.name, 1, BAD, "not a file of a Slack export")


def _day(source: Source, chat: tuple[str, str], names: Mapping[str, str], options: ReadOptions) -> Rows:
    for number, (_, row) in enumerate(json_values(source, "item", layout=options.layout), start=1):
        yield _message(source.name, number, chat, names, row, options)


def _users(source: Source) -> Iterator[tuple[str, str]]:
    for _, user in json_values(source, "item"):
        if isinstance(user, dict) and text_of(user.get("id")):
            profile = user.get("profile")
            shown = text_of(profile.get("display_name")) if isinstance(profile, dict) else ""
            yield text_of(user["id"]), shown or text_of(user.get("name"))


def _channels(source: Source, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the folder of each conversation with its id and title; direct messages go by their members."""
    for _, channel in json_values(source, "item"):
        if isinstance(channel, dict) and (key := text_of(channel.get("id"))):
            name, members = text_of(channel.get("name")), channel.get("members")
            who = [names.get(text_of(one), text_of(one)) for one in members] if isinstance(members, list) else [key]
            yield name or key, (key, f"#{name}" if name else ", ".join(who))


def _message(
    source: str, number: int, chat: tuple[str, str], names: Mapping[str, str], row: Any, options: ReadOptions
) -> Message | LeftOut:
    if not isinstance(row, dict) or row.get("type", "message") != "message":
        return bad(source, number, row, "not a message of Slack")
    if text_of(row.get("subtype")) not in _SPOKEN:
        return LeftOut(source, number, SYSTEM)
    text, author = (
        row.get("text"),
        text_of(row.get("user")) or text_of(row.get("bot_id")) or text_of(row.get("username")),
    )
    if not isinstance(text, str) or not author:
        return LeftOut(source, number, BAD, "the message has no text or no user")
    if not text.strip():
        return LeftOut(source, number, EMPTY)
    try:
        at = options.moment(text_of(row.get("ts")) or row.get("ts"))
    except ValueError as error:
        return LeftOut(source, number, BAD, str(error))
    stamp, thread = text_of(row.get("ts")), text_of(row.get("thread_ts"))
    return Message(source, number, chat[0], author, text, at, name=names.get(author, author), title=chat[1],
                   id=text_of(row.get("client_msg_id")) or f"{author}-{stamp}" if stamp else "",
                   reply_to=thread if thread != stamp else "")  # fmt: skip
