"""The smallest bot: chat events come in on stdin as JSON lines, alerts for moderators go out on stdout as they rise.

A bridge to Discord, Matrix or a game writes the events, and shows an alert to a person::

    {"type": "message", "room": "lobby", "author": "kiki", "text": "gg wp", "at": "2026-03-01T18:15:00+01:00"}

``type`` and ``at`` may be left out; other types are passed over. No message is kept, and none is printed.
"""

import json
import sys
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from grooming_risk import Conversation, ConversationState, caution

MAX_ROOMS = 10_000
"""Rooms remembered at once; beyond it the one that has been silent longest is forgotten, and begins anew."""


class Bot:
    """Watches rooms, each as a conversation of its own.

    Parameters
    ----------
    max_rooms : int, default=10_000
        Rooms remembered at once.

    Attributes
    ----------
    bad_lines, dropped_rooms : int
        Lines that were no chat event, and rooms forgotten because there were too many.
    """

    def __init__(self, max_rooms: int = MAX_ROOMS) -> None:
        self.bad_lines = self.dropped_rooms = 0
        self._max_rooms = max_rooms
        self._rooms: OrderedDict[str | int, Conversation] = OrderedDict()  # the one heard last comes last

    def alerts(self, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """Yield an alert the first time an author reaches medium or high, or asks for help: help comes first."""
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                event = json.loads(line)
                state = self._hear(event)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                self.bad_lines += 1
                _note(f"line {number} is no chat event ({type(error).__name__}); {self.bad_lines} so far")
                continue
            if state is not None:
                yield from _alerts(event["room"], state)

    def _hear(self, event: Any) -> ConversationState | None:
        if not isinstance(event, dict):
            raise TypeError("not an object")
        if event.get("type", "message") != "message":
            return None
        room, at = event["room"], event.get("at")
        chat = self._rooms.get(room) or Conversation()
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        state = chat.add(event["text"], author=event["author"], at=moment)
        self._rooms[room] = chat
        self._rooms.move_to_end(room)
        if len(self._rooms) > self._max_rooms:
            self._rooms.popitem(last=False)
            self.dropped_rooms += 1
        return state


def _alerts(room: str | int, state: ConversationState) -> Iterator[dict[str, Any]]:
    for alert in state.alerts:
        told = {"room": room, "kind": alert.kind, "author": alert.author, "level": alert.level}
        yield {**told, "patterns": alert.patterns, "message": alert.index,
               "caution": caution(state.speaker, "moderator")}  # fmt: skip


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Read stdin until it ends or somebody presses Ctrl-C."""
    bot = Bot()
    with suppress(KeyboardInterrupt):
        for alert in bot.alerts(sys.stdin.buffer):
            print(json.dumps(alert), flush=True)
    _note(f"{bot.bad_lines} bad lines, {bot.dropped_rooms} rooms dropped")


if __name__ == "__main__":
    main()
