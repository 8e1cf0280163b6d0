"""The messages of a conversation with their numbers in the store, which stay when earlier messages are added."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TypeVar

from grooming_risk.desk.decision import DeskError, check_number, check_text
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import MessageStore, StoredConversation, storable


def numbered_messages(store: MessageStore, key: int) -> list[tuple[int, Message]]:
    """Return number and message in the order they were sent; none of a conversation that is not there."""
    which = (check_number("a key", key),)
    found = store.connection.execute("SELECT key, name, title FROM conversation WHERE key = ?", which).fetchone()
    if found is None:
        return []
    chat = StoredConversation(*found)
    return list(zip(store.numbers(chat), store.messages(chat), strict=True))


def place_and_number(store: MessageStore, key: int, message: int, *, stored: bool) -> tuple[int, int]:
    """Return place in the conversation, from 1, and number in the store of a message, by the one or the other."""
    check_number("a message", message)
    numbers = [number for number, _ in numbered_messages(store, key)]
    if stored and message not in numbers:
        raise DeskError(f"conversation {key} has no such message any more; it was edited or erased")
    place = numbers.index(message) + 1 if stored else message
    if not 1 <= place <= len(numbers):
        raise DeskError(f"conversation {key} has no message {place}; it has {len(numbers)}")
    return place, numbers[place - 1]


Value = TypeVar("Value")


def by_place(store: MessageStore, key: int, values: Mapping[int, Value]) -> dict[int, Value]:
    """Return values by the place of their message in the conversation, from 1, instead of its number in the store."""
    numbered = enumerate(numbered_messages(store, key), start=1)
    return {place: values[number] for place, (number, _) in numbered if number in values}


def key_of(connection: sqlite3.Connection, name: str) -> int:
    """Return the key of a conversation by its id in the export; an unknown one is a DeskError."""
    which = (storable(check_text("an id", name)),)
    found = connection.execute("SELECT key FROM conversation WHERE name = ?", which).fetchone()
    if found is None:
        raise DeskError("there is no conversation of that id; the queue shows the ids")
    return int(found[0])
