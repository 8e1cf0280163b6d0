"""What a reader of exports yields: messages, and what it leaves out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from grooming_risk.io.repeated_key import Repeated

BAD: Final = "bad"
"""Cannot be read: the reader hands it to the caller, who stops or counts it."""
SYSTEM: Final = "system"
"""Written by the platform: joins, calls, pins."""
EMPTY: Final = "empty"
"""Without words: an image, a sticker, a deleted message."""
FILE: Final = "files"
"""A file beside the chats: pictures, sounds."""
MEDIA: Final = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".3gp", ".webm", ".mkv", ".opus", ".ogg",
    ".oga", ".mp3", ".m4a", ".aac", ".wav", ".amr", ".tgs", ".pdf", ".vcf", ".css", ".js",
)  # fmt: skip
"""Ends of the names of files that lie beside the chats of an export and hold no messages."""


class Message(NamedTuple):
    """A message of an export.

    Attributes
    ----------
    source : str
        Name of the file.
    line : int
        Line of the file, or number of the message in it, from 1.
    conversation : str
        Id of the conversation.
    author : str
        Id of the author; the shown name where the export has no ids.
    text : str
        The text as the platform stores it, markup included.
    at : datetime or None
        Time with its zone; None where the export has none.
    name : str
        Shown name of the author, or "".
    title : str
        Shown name of the conversation, or "".
    id : str
        Id of the message, or "".
    reply_to : str
        Id of the message that it answers, or "".
    """

    source: str
    line: int
    conversation: str
    author: str
    text: str
    at: datetime | None = None
    name: str = ""
    title: str = ""
    id: str = ""
    reply_to: str = ""


class LeftOut(NamedTuple):
    """A row that is no message.

    Attributes
    ----------
    source, line : str, int
        Where.
    kind : {"bad", "system", "empty", "files"}
        Why: one of `BAD`, `SYSTEM`, `EMPTY`, `FILE`.
    problem : str
        For a bad row, what is wrong and what to do; never the text of a message.
    raw : bytes
        For a bad line, its bytes in the file.
    """

    source: str
    line: int
    kind: str
    problem: str = ""
    raw: bytes = b""


def bad(source: str, line: int, value: object, problem: str) -> LeftOut:
    """Return an item of JSON that is no message as it should be: a key that stands twice, else `problem`.

    Examples
    --------
    >>> bad("chat.json", 7, [], "not a JSON object").problem
    'not a JSON object'
    """
    return LeftOut(source, line, BAD, value.problem if isinstance(value, Repeated) else problem)


class Assumed(NamedTuple):
    """What a reader took for granted of a file, where another reading is possible.

    Attributes
    ----------
    what : str
        How it was read, and the option that says otherwise; the same for all files of a kind.
    """

    what: str


Rows = Iterator[Message | LeftOut | Assumed]
