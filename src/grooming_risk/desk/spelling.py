"""One person, one name: case and blanks around it make no other person; the spelling given first is kept."""

from __future__ import annotations

import sqlite3

from grooming_risk.desk.decision import written_name


def spelled(connection: sqlite3.Connection, person: str) -> str:
    """Return a name as the log has it from the first time, else as it is given, without blanks around it."""
    name = written_name(person)
    first = connection.execute(
        "SELECT person FROM log WHERE casefold(person) = ? ORDER BY number LIMIT 1", (name.casefold(),)
    ).fetchone()
    return str(first[0]) if first else name
