"""Takes back what a person did last."""

from __future__ import annotations

import sqlite3
from typing import Final

from grooming_risk.desk.case import Undone

_LAST: Final = (
    "SELECT step.number, step.conversation, name, title, action, verdict, message FROM ("
    " SELECT number, conversation, 'decide' AS action, verdict, NULL AS message FROM decision WHERE person = :person"
    " UNION ALL SELECT number, conversation, 'label', NULL, message FROM label WHERE person = :person"
    " ORDER BY 1 DESC LIMIT 1) AS step JOIN conversation ON conversation.key = step.conversation"
)


def last_step(connection: sqlite3.Connection, person: str) -> Undone | None:
    """Return a person's last decision or label; None: there is nothing to take back."""
    last = connection.execute(_LAST, {"person": person}).fetchone() if person else None
    if last is None:
        return None
    number, key, name, title, action, verdict, message = last
    return Undone(key, name, action, number, title, verdict, message)


def take_back(connection: sqlite3.Connection, step: Undone) -> None:
    """Delete a step; the one before it holds again."""
    table = "decision" if step.action == "decide" else "label"
    connection.execute(f"DELETE FROM {table} WHERE number = ?", (step.number,))
