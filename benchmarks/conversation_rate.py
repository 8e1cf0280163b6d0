"""Speed of conversations, message by message, and of the same messages scored by themselves."""

import json
from pathlib import Path

from grooming_risk import Conversation, score
from grooming_risk.scoring.scorer import default_model

_HELD_OUT = Path(__file__).parents[1] / "data/synthetic/conversations/held_out.jsonl"

Chats = list[list[dict[str, object]]]


def read_chats(path: str | Path | None = None) -> Chats:
    """Return the messages of each harmless conversation of a file; None takes the held-out ones.

    A line of the file is a conversation: ``{"messages": [{"author", "text", "minutes"}]}``.
    """
    rows = [json.loads(line) for line in Path(path or _HELD_OUT).read_text(encoding="utf-8").splitlines()]
    return [row["messages"] for row in rows if row.get("kind") != "grooming"]


def play(chats: Chats) -> None:
    """Add every message to its conversation."""
    for messages in chats:
        chat = Conversation()
        for message in messages:
            chat.add(message["text"], author=message["author"], at=60.0 * (message.get("minutes") or 0.0))


def score_all(chats: Chats, call=score) -> None:
    """Score every message by itself, with an empty cache of messages."""
    default_model().cache_clear()
    for messages in chats:
        for message in messages:
            call(message["text"])
