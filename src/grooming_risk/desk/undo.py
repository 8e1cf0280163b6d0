"""Takes back what a person did last."""

from __future__ import annotations

import sqlite3

from grooming_risk.desk.case import Undone


def take_back(connection: sqlite3.Connection, person: str) -> Undone | None:
    """Delete a person's last decision or label; the one before it holds again. None: there is nothing to take back."""
    name = "(SELECT name FROM conversation WHERE key = conversation)"
    last = connection.execute(
        f"SELECT number, conversation, {name}, 'decide' FROM decision WHERE person = :person UNION ALL"
        f" SELECT number, conversation, {name}, 'label' FROM label WHERE person = :person ORDER BY 1 DESC LIMIT 1",
        {"person": person},
    ).fetchone()
    if last is None:
        return None
    number, key, name, action = last
    connection.execute(f"DELETE FROM {'decision' if action == 'decide' else 'label'} WHERE number = ?", (number,))
    return Undone(key, name, action)
