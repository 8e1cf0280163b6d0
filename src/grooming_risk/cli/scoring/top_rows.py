"""Holds the first N of scored messages, by risk or another figure, and writes them when all are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from heapq import heappush, heappushpop
from itertools import count
from typing import Any, Final

from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.io.messages import Record

Write = Callable[[Record, Any], None]

SORTS: Final = ("risk", "disclosure")
"""Figures of a message, or of its author in a conversation, by which messages are ranked."""


@contextmanager
def top_rows(write: Write, top: int | None, sort: str) -> Iterator[Write]:
    """Yield what takes scored messages. Of equal ones the earlier comes first; no more than `top` are held."""
    if top is None:
        yield write
        return
    held: list[tuple[float, int, Record, Any]] = []
    number = count(0, -1)

    def take(record: Record, found: Any) -> None:
        value = getattr(found.speaker if isinstance(found, ConversationState) else found, sort)
        push = heappush if len(held) < top else heappushpop
        push(held, (value, next(number), record, found))

    yield take
    for _, _, record, found in sorted(held, reverse=True):
        write(record, found)
