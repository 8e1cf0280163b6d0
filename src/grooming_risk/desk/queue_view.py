"""The queue of one person: cases in order, and their numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from grooming_risk.desk.case import Case
from grooming_risk.desk.decision import (
    Decision,
    DeskError,
    NewMessagesError,
    check_number,
    last_readings,
    standing,
    written_name,
)
from grooming_risk.desk.decision_table import current
from grooming_risk.desk.queue_filter import OPEN, Counts, Wanted, condition
from grooming_risk.desk.ranking_table import COLUMNS, row_of
from grooming_risk.labels import LEVELS, PATTERNS

_CASES: Final = (
    f"SELECT rank, {OPEN}, readings, changed, newest, (SELECT coalesce(max(newest), 0) FROM decision"
    f" WHERE decision.conversation = ranking.conversation), {COLUMNS} FROM ranking"
    " JOIN conversation ON conversation.key = ranking.conversation"
)


def find_cases(connection: sqlite3.Connection, wanted: Wanted, person: str, start: int, count: int) -> list[Case]:
    """Return the wanted cases whose rank is above `start`, at most `count`."""
    check_number("start", start), check_number("count", count)
    which, values = condition(wanted, person)
    rows = connection.execute(
        f"{_CASES} WHERE rank > :start AND {which} ORDER BY rank LIMIT :count",
        {**values, "start": start, "count": count},
    ).fetchall()
    return [_case(connection, row, person) for row in rows]


def one_case(connection: sqlite3.Connection, key: int, person: str) -> Case | None:
    """Return the case of a key; None where there is none, or no longer."""
    values = {"key": check_number("a key", key), "person": written_name(person)}
    row = connection.execute(f"{_CASES} WHERE ranking.conversation = :key", values).fetchone()
    return _case(connection, row, person) if row else None


def known_case(connection: sqlite3.Connection, key: int) -> Case:
    """Return the case of a key; an unknown one is a DeskError."""
    case = one_case(connection, key, "")
    if case is None:
        raise DeskError(f"there is no conversation {key}; it may have been forgotten")
    return case


def seen_case(connection: sqlite3.Connection, key: int, seen: int | None) -> Case:
    """Return the case of a key; a NewMessagesError where it has newer messages than the newest one seen."""
    case = known_case(connection, key)
    if seen is not None and check_number("seen", seen) != case.newest:
        raise NewMessagesError
    return case


def _case(connection: sqlite3.Connection, values: Sequence[Any], person: str) -> Case:
    rank, is_open, readings, changed, newest, before, *row = values
    found = row_of(row)
    decisions = current(connection, found.key)
    decision = None if is_open else _seen(decisions, person)
    second, reading = bool(is_open and readings), readings + 1 if is_open else decision.reading if decision else 1
    readers = _readers(decisions, person)
    return Case(found, rank, decision, second, bool(changed), newest, before, reading, readers)


def _readers(decisions: Sequence[Decision], person: str) -> tuple[Decision, ...]:
    """Return the decision of each reading, in order, where the person has decided too: nobody is told before."""
    if written_name(person) not in {decision.person for decision in decisions}:
        return ()
    return tuple(decision for _, decision in sorted(last_readings(decisions).items()))


def _seen(decisions: Sequence[Decision], person: str) -> Decision:
    """Return the decision that a person sees: their own unless another corrected it, else the one that stands."""
    readings = last_readings(decisions)
    own = [decision for decision in readings.values() if decision.person == written_name(person)]
    return own[-1] if own else standing(decisions) or readings[min(readings)]


def count_cases(connection: sqlite3.Connection, wanted: Wanted, person: str) -> Counts:
    """Return the numbers of a queue."""

    def counted(what: str, undecided: bool | None = None, more: str = "") -> list[Any]:
        which, values = condition(wanted, person, undecided=undecided)
        return connection.execute(f"SELECT {what} FROM ranking{more} WHERE {which} GROUP BY 1", values).fetchall()

    def number(rows: list[Any]) -> int:
        return sum(row[1] for row in rows)

    levels = dict(counted("level, count(*)"))
    patterns = dict(counted("value, count(*)", more=", json_each(ranking.patterns)"))
    return Counts(
        number(counted("1, count(*)", False)),
        number(counted("1, count(*)", True)),
        dict(counted("help, count(*)")).get(1, 0),
        {level: levels.get(level, 0) for level in LEVELS},
        {pattern: patterns.get(pattern, 0) for pattern in PATTERNS},
    )
