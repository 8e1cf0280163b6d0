"""Prints shipped held-out conversations as one stream of chat events, a room each, for ``bot.py`` to read.

The conversations were composed by program from single lines and small talk; nobody has written or spoken them.
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

CHATS = Path(__file__).resolve().parent.parent / "data/synthetic/conversations/held_out.jsonl"


def events(rooms: int) -> list[dict[str, Any]]:
    """Return the messages of the first conversations, those of all rooms in the order they were sent."""
    with CHATS.open(encoding="utf-8") as rows:
        spoken = [event for row in islice(rows, rooms) for event in _of_chat(json.loads(row))]
    return sorted(spoken, key=lambda event: datetime.fromisoformat(event["at"]))


def _of_chat(chat: dict[str, Any]) -> Iterator[dict[str, Any]]:
    start = datetime.fromisoformat(chat["start"])
    for message in chat["messages"]:
        at = (start + timedelta(minutes=message["minutes"])).isoformat()
        yield {
            "type": "message",
            "room": chat["id"],
            "author": message["author"],
            "text": message["text"],
            "at": at,
        }


if __name__ == "__main__":
    for event in events(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        print(json.dumps(event))
