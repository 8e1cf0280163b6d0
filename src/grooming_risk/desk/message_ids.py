"""Ids for messages that an export gives none, so that a newer export of the same chat adds only what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from grooming_risk.desk.decision import DeskError
from grooming_risk.io.exports.message import Message

_MARK: Final = "~"
"""First character of an id that was worked out."""


def with_ids(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield messages with an id each: the export's, else one of author, time, text, and how many such came before.

    Examples
    --------
    >>> chat = [Message("a.txt", 1, "c", "rex", "gg"), Message("a.txt", 2, "c", "rex", "gg")]
    >>> first, again = [message.id for message in with_ids(chat)], [message.id for message in with_ids(chat)]
    >>> first == again, first[0] == first[1]
    (True, False)
    """
    before: Counter[bytes] = Counter()
    for message in messages:
        if not isinstance(message, Message):
            raise DeskError(f"what is read must be messages, as read_export yields them, not {type(message).__name__}")
        if message.id and not message.id.startswith(_MARK):
            yield message
            continue
        key = repr(
            (message.conversation, message.author, message.at and message.at.timestamp(), message.id, message.text)
        )
        digest = blake2b(key.encode("utf-8", "backslashreplace"), digest_size=12)
        before[digest.digest()] += 1
        yield message._replace(id=f"{_MARK}{digest.hexdigest()}.{before[digest.digest()]}")


def own_id(message: Message) -> str:
    """Return the id that the export gave a message, or ""."""
    return "" if message.id.startswith(_MARK) else message.id
