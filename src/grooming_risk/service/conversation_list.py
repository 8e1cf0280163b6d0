"""The list of conversations: a row for each, without text, and its filters."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from grooming_risk.conversation.state.conversation_state import AuthorName, ConversationState
from grooming_risk.labels import LEVELS
from grooming_risk.service.cursors import read_cursor, refused_cursor, write_cursor
from grooming_risk.service.stores.base import PLACE_DIGITS, Entry, Order, Store

MOST_ROWS: Final = 500
"""Most conversations of one answer."""

_READ: Final = 500  # entries at once
_MOST_READ: Final = 10_000  # entries for one answer: a rare pattern among many conversations comes in several answers
_SCALE: Final = 10 ** (PLACE_DIGITS - 2)


Rows = tuple[list[dict[str, Any]], str | None]
"""Rows of the list, and the cursor of those after them."""


class Filters(NamedTuple):
    """Which conversations to list; None leaves a filter out.

    Examples
    --------
    >>> Filters(level="medium").fits({"level": "high"}), Filters(level="medium").fits({"level": "low"})
    (True, False)
    """

    level: str | None = None  # and above
    help: bool | None = None
    pattern: str | None = None
    since: float | None = None  # seconds since 1970, by the service's clock

    def fits(self, row: dict[str, Any]) -> bool:
        """Say whether a row is to be listed."""
        return (
            (self.level is None or LEVELS.index(row["level"]) >= LEVELS.index(self.level))
            and (self.help is None or row["asks_for_help"] == self.help)
            and (self.pattern is None or self.pattern in row["patterns"])
            and (self.since is None or row["changed_at"] >= self.since)
        )

    def ends(self, row: dict[str, Any]) -> bool:
        """Say whether no row after this one, in the order of risk, can fit: help comes first, then the higher level."""
        if row["asks_for_help"]:
            return False
        return bool(self.help) or (self.level is not None and not Filters(level=self.level).fits(row))


def entry_of(key: str, state: ConversationState, first_alert: dict[str, Any] | None, now: float) -> Entry:
    """Return the entry of a conversation.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> entry_of("room-7", Conversation().add("gg", author="rex"), None, 0.0).place[PLACE_DIGITS:]
    'room-7'
    """
    row = {
        "conversation": key,
        "risk": state.risk,
        "level": state.level,
        "asks_for_help": state.asks_for_help,
        "author": _whom(state),
        "asking": [name for name, author in state.authors.items() if author.asks_for_help],
        "patterns": list(state.found),
        "first_alert": first_alert,
        "messages": state.index + 1,
        "last_at": state.last_at,
        "changed_at": now,
    }
    place = f"{state.asks_for_help:d}{round(state.risk * _SCALE):0{PLACE_DIGITS - 1}d}{key}"
    return Entry(place, json.dumps(row, separators=(",", ":")).encode("ascii"))


def _whom(state: ConversationState) -> AuthorName:
    """Return who carries the risk; where nobody does, who asks for help."""
    authors = state.authors
    asking = [name for name, author in authors.items() if author.asks_for_help]
    return asking[0] if asking and state.level == LEVELS[0] else max(authors, key=lambda name: authors[name].risk)


async def list_conversations(store: Store, order: Order, filters: Filters, cursor: str | None, limit: int) -> Rows:
    """Return the next conversations, and the cursor of those after them.

    By change there is always a cursor: whoever asks with it again gets what changed since. By risk it is None at the
    end. Rows are few where a filter is rare: one answer reads a bounded number of entries.

    Raises
    ------
    ServiceError
        The cursor is of another order or of other filters, or lies beyond the last change.
    """
    after, more, read = read_cursor(order, filters, cursor) if cursor else "", True, 0
    found: list[dict[str, Any]] = []
    while more and len(found) < limit and read < _MOST_READ:
        page = await store.page(order, after, limit if filters == Filters() else _READ)
        if order == "change" and int(page.after or 0) < int(after or 0):
            raise refused_cursor("lies beyond the last change, perhaps of a store before this one; ask without it")
        after, more, read = page.after, page.more, read + _READ
        for position, content in page.rows:
            row = json.loads(content)
            if order == "risk" and filters.ends(row):
                more = False
                break
            if filters.fits(row):
                found.append(row)
            if len(found) == limit:
                after, more = position, more or position != page.after
                break
    return found, write_cursor(order, filters, after) if more or order == "change" else None
