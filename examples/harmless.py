"""Prints `harmless.jsonl`: everyday lines of the corpus in rooms of eight over a week, as a site exports its chat.

The order is random, so nobody has held these conversations. The shipped model was trained on these lines: the file
shows how commands are used, and sets no threshold that holds elsewhere.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

MESSAGES = Path(__file__).resolve().parent.parent / "data/synthetic/messages/train.jsonl"
ROOMS, LINES = 320, 8
BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday


def messages() -> Iterator[dict[str, str]]:
    """Yield the messages, room by room."""
    with MESSAGES.open(encoding="utf-8") as rows:
        texts = [row["text"] for row in map(json.loads, rows) if row["kind"] == "everyday"]
    for number, text in enumerate(Random(0).sample(texts, ROOMS * LINES)):
        room, place = divmod(number, LINES)
        at = BEGIN + timedelta(minutes=31 * room + place)
        yield {"conversation": f"room-{room + 1}", "author": "ab"[place % 2], "at": at.isoformat(), "text": text}


if __name__ == "__main__":
    for message in messages():
        print(json.dumps(message, ensure_ascii=False))
