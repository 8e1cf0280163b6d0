"""The messages of a conversation with their numbers in the store, which stay when earlier messages are added."""

from __future__ import annotations

from grooming_risk.desk.decision import DeskError
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import MessageStore, StoredConversation


def numbered_messages(store: MessageStore, key: int) -> list[tuple[int, Message]]:
    """Return number and message in the order they were sent; none of a conversation that is not there."""
    found = store.connection.execute("SELECT key, name, title FROM conversation WHERE key = ?", (key,)).fetchone()
    if found is None:
        return []
    chat = StoredConversation(*found)
    return list(zip(store.numbers(chat), store.messages(chat), strict=True))


def number_of(store: MessageStore, key: int, place: int) -> int:
    """Return the number in the store of a message by its place in the conversation, from 1."""
    messages = numbered_messages(store, key)
    if not 1 <= place <= len(messages):
        raise DeskError(f"conversation {key} has no message {place}; it has {len(messages)}")
    return messages[place - 1][0]
