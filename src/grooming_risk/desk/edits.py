"""Messages of a newer export whose text was edited: the newer text takes the place of the older one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import storable

_KNOWN: Final = (
    "SELECT number, text, message.conversation FROM message JOIN conversation ON key = message.conversation"
    " WHERE conversation.name = ? AND message.id = ?"
)
_UNTIMED: Final = "SELECT count(*) > count(at) FROM message WHERE conversation = ?"
_FROM: Final = "SELECT number FROM message WHERE conversation = ? AND number >= ? ORDER BY number"


class Edits:
    """Writes the newer text of messages that the file holds with another one, and counts them.

    An edited message gets a new number: decisions and labels of before are not about it. In a conversation with times
    it keeps its place; without times the messages after it get new numbers too, in their order.

    Parameters
    ----------
    connection : sqlite3.Connection
        Where the messages are, before an export is added.

    Attributes
    ----------
    count : int
        Edited messages so far.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.count = 0
        self._use = connection.execute
        self._last: int = self._use("SELECT coalesce(max(number), 0) FROM message").fetchone()[0]
        self._moved: set[int] = set()

    def apply(self, messages: Iterable[Message]) -> Iterator[Message]:
        """Yield the messages, which have an id each; the text of one that was edited is in the file by then."""
        if not self._last:
            yield from messages
            return
        for message in messages:
            text = storable(message.text)
            known = self._use(_KNOWN, (storable(message.conversation), storable(message.id))).fetchone()
            if known and known[1] != text and (known[0] <= self._last or known[0] in self._moved):
                self._write(known[0], known[2], text)
                self.count += 1
            yield message

    def _write(self, number: int, conversation: int, text: str) -> None:
        self._use("UPDATE message SET text = ? WHERE number = ?", (text, number))
        if number in self._moved:
            return
        if self._use(_UNTIMED, (conversation,)).fetchone()[0]:
            later = [old for (old,) in self._use(_FROM, (conversation, number)) if old <= self._last]
            self._moved.update(self._renumbered(old, with_labels=old != number) for old in later)
        else:
            self._renumbered(number, with_labels=False)

    def _renumbered(self, old: int, *, with_labels: bool) -> int:
        new: int = self._use("SELECT max(number) + 1 FROM message").fetchone()[0]
        self._use("UPDATE message SET number = ? WHERE number = ?", (new, old))
        if with_labels:
            self._use("UPDATE label SET message = ? WHERE message = ?", (new, old))
        return new
