"""Messages a second through `Conversation.add`, and the same messages through `score`, in one run.

    python benchmarks/conversation_rate.py [CHATS.jsonl]

CHATS.jsonl has a conversation a line, {"messages": [{"author", "text", "minutes"}]}; else the
harmless held-out ones are taken.
"""

import json
import sys
from pathlib import Path

from timing import seconds

from grooming_risk import Conversation, score

_HELD_OUT = Path(__file__).parents[1] / "data/synthetic/conversations/held_out.jsonl"
_ROUNDS = 5

Chats = list[list[dict[str, object]]]


def main() -> None:
    """Print both rates, from the fastest of five rounds each, and their ratio."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else _HELD_OUT
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chats: Chats = [row["messages"] for row in rows if row.get("kind") != "grooming"]
    count = sum(map(len, chats))
    added = min(seconds(play, chats) for _ in range(_ROUNDS))
    scored = min(seconds(score_all, chats) for _ in range(_ROUNDS))
    print(f"{count:,} messages of {len(chats):,} conversations")
    print(f"Conversation.add: {count / added:,.0f} a second; score: {count / scored:,.0f}; ratio {added / scored:.1f}")


def play(chats: Chats) -> None:
    """Add every message to its conversation."""
    for messages in chats:
        chat = Conversation()
        for message in messages:
            chat.add(message["text"], author=message["author"], at=60.0 * (message.get("minutes") or 0.0))


def score_all(chats: Chats) -> None:
    """Score every message by itself."""
    for messages in chats:
        for message in messages:
            score(message["text"])


if __name__ == "__main__":
    main()
