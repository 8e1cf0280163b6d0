"""Speed of conversations, message by message, and of the same messages scored by themselves."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from grooming_risk import Conversation, score
from grooming_risk.corpus.background.chat import chats
from grooming_risk.scoring.scorer import default_model

Messages = list[dict[str, Any]]
"""A conversation: author, text and minutes of each message."""


def real_chats(warm: int, count: int) -> tuple[list[Messages], list[Messages]]:
    """Return real chats of the test part: some with `warm` messages in all, and others with `count`."""
    found = [_messages(chat.messages) for chat in chats("test")]
    sizes = list(accumulate(map(len, found)))
    first = sum(size < warm for size in sizes) + 1
    return found[:first], found[first : first + sum(warm <= size < warm + count for size in sizes[first:]) + 1]


def _messages(rows: tuple[tuple[str, float, str], ...]) -> Messages:
    return [{"author": author, "text": text, "minutes": (at - rows[0][1]) / 60} for author, at, text in rows]


def add_all(messages: Messages) -> None:
    """Add the messages to a conversation."""
    chat = Conversation()
    for message in messages:
        chat.add(message["text"], author=message["author"], at=60.0 * (message.get("minutes") or 0.0))


def play(conversations: list[Messages]) -> None:
    """Add every message to its conversation."""
    for messages in conversations:
        add_all(messages)


def score_all(conversations: list[Messages], call=score) -> None:
    """Score every message by itself, with an empty cache of messages."""
    default_model().cache_clear()
    for messages in conversations:
        for message in messages:
            call(message["text"])
