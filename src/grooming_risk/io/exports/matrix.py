"""Matrix, as Element exports a room: JSON."""

from typing import Any

from grooming_risk.io.exports.message import BAD, EMPTY, SYSTEM, LeftOut, Message, Rows, bad
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.json_items import chat_items, text_of
from grooming_risk.io.source import Source

_SPOKEN = ("m.text", "m.notice", "m.emote")


def is_matrix(name: str, head: str) -> bool:
    """Say whether a file is a room that Element exported."""
    return head.lstrip().startswith("{") and '"messages"' in head and ('"room_name"' in head or '"m.room.' in head)


def read_matrix(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a room."""
    for number, chat, title, row in chat_items(
        source, names=["room_name"], ids=[], items=["messages.item"], layout=options.layout
    ):
        yield _message(source.name, number, chat, title, row, options)


def _message(source: str, number: int, chat: str, title: str, row: Any, options: ReadOptions) -> Message | LeftOut:
    if not isinstance(row, dict) or not isinstance(row.get("content"), dict):
        return bad(source, number, row, "an event without content")
    content = row["content"]
    if row.get("type") == "m.room.encrypted":
        return LeftOut(source, number, BAD, "an encrypted message; export the room from a session that can read it")
    if row.get("type") != "m.room.message":
        return LeftOut(source, number, SYSTEM)
    body = content.get("body")
    if content.get("msgtype") not in _SPOKEN or not isinstance(body, str) or not body.strip():
        return LeftOut(source, number, EMPTY)
    sender = text_of(row.get("sender"))
    if not sender:
        return LeftOut(source, number, BAD, "the message has no sender")
    try:
        at = options.moment(row.get("origin_server_ts"))
    except ValueError as error:
        return LeftOut(source, number, BAD, str(error))
    relates = content.get("m.relates_to")
    answered = relates.get("m.in_reply_to") if isinstance(relates, dict) else None
    return Message(
        source, number, text_of(row.get("room_id")) or chat, sender, body, at,
        name=sender.partition(":")[0].removeprefix("@"), title=title, id=text_of(row.get("event_id")),
        reply_to=text_of(answered.get("event_id")) if isinstance(answered, dict) else "",
    )  # fmt: skip
