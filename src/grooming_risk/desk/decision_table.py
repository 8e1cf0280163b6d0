"""Decisions as a table of the file, and what they make of a conversation's place in the queue."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from grooming_risk.desk.decision import Decision, readings_wanted
from grooming_risk.desk.ranking_table import KEYS
from grooming_risk.desk.second_reading import Draw

DECISION_COLUMNS: Final = "number, conversation, person, at, verdict, confirmed, rejected, note, reading"
"""The fields of a `Decision`, for `decision_of`."""


def add_decision(connection: sqlite3.Connection, decision: Decision) -> None:
    """Write a decision, with the conversation's level, risk and patterns as they are now."""
    connection.execute(
        f"INSERT INTO decision ({DECISION_COLUMNS}, newest, help, level, risk, found)"
        " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, newest, help, level, risk, patterns FROM ranking WHERE conversation = ?",
        (
            decision.number, decision.conversation, decision.person, decision.at.isoformat(), decision.verdict,
            json.dumps(decision.confirmed), json.dumps(decision.rejected), decision.note, decision.reading,
            decision.conversation,
        ),
    )  # fmt: skip


def decision_of(values: Sequence[Any]) -> Decision:
    """Return a decision from the values of its columns."""
    decision = Decision._make(values)
    return decision._replace(
        at=datetime.fromisoformat(values[3]),
        confirmed=tuple(json.loads(values[5])),
        rejected=tuple(json.loads(values[6])),
    )


def current(connection: sqlite3.Connection, key: int) -> list[Decision]:
    """Return the decisions on a conversation as it is now, the oldest first."""
    rows = connection.execute(
        f"SELECT {DECISION_COLUMNS} FROM decision WHERE conversation = :key"
        " AND newest = (SELECT newest FROM ranking WHERE conversation = :key) ORDER BY number",
        {"key": key},
    )
    return [decision_of(row) for row in rows]


def settle_place(connection: sqlite3.Connection, key: int, second: bool) -> None:
    """Write how many people have read a conversation as it is now, how many are to, and whether it has changed."""
    decisions = current(connection, key)
    connection.execute(
        "UPDATE ranking SET readings = ?, wanted = ?, changed = NOT ? AND EXISTS (SELECT 1 FROM decision"
        " WHERE decision.conversation = ranking.conversation) WHERE conversation = ?",
        (len({d.reading for d in decisions}), readings_wanted(decisions, second), bool(decisions), key),
    )


def settle_all(connection: sqlite3.Connection, draw: Draw) -> None:
    """Write the same of all conversations."""
    for key, name in connection.execute(KEYS).fetchall():
        settle_place(connection, key, draw.takes(name))


def latest(connection: sqlite3.Connection, key: int) -> tuple[list[Decision], int]:
    """Return the decisions on the latest state of a conversation that was decided, and its newest message then."""
    newest = connection.execute("SELECT max(newest) FROM decision WHERE conversation = ?", (key,)).fetchone()[0]
    rows = connection.execute(
        f"SELECT {DECISION_COLUMNS} FROM decision WHERE conversation = ? AND newest = ? ORDER BY number", (key, newest)
    )
    return [decision_of(row) for row in rows], newest or 0
