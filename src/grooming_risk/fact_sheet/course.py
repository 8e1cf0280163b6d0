"""The course of a conversation: its highest level, first signal and first open ask, with their times."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from math import isfinite
from typing import Any, Final, NamedTuple

import pandas as pd

from grooming_risk.conversation.records import read_time
from grooming_risk.errors import DataError
from grooming_risk.labels import DEFAULT_THRESHOLD, DISCLOSURE, LEVELS, OVERT, PATTERNS

_EPOCH: Final = datetime(1970, 1, 1)
_TABLE: Final = "the scored table"


class Moment(NamedTuple):
    """When a message was sent; None is unknown.

    The clock is ``"seconds"``, ``"local"`` (a date and hour without a zone), ``"zoned"``, or ``"utc"`` (zoned, but most
    likely not by the clock of the place).
    """

    clock: str | None = None
    seconds: float | None = None  # for gaps
    local: datetime | None = None  # by the clock of the place


@dataclass(slots=True)
class Course:
    """The course of one conversation, without text and authors."""

    started: Moment
    level: int = 0  # the highest, as its place in `LEVELS`
    flagged: Moment | None = None  # when it first reached the level of the sheet
    signal: str | None = None  # strongest pattern of the first message that showed one
    signalled: Moment | None = None  # first signal
    patterns: set[str] = field(default_factory=set)  # with a probability of 0.5 or more in some message
    asked: Moment | None = None  # first open ask: a picture, a meeting, pressure
    asked_at_once: bool = False  # the first signal was an open ask
    told: Moment | None = None  # first disclosure


class _Row(NamedTuple):
    conversation: Any
    level: int
    patterns: dict[str, float]
    disclosure: float
    at: Moment


def courses(
    frame: pd.DataFrame, conversation: str | None, time: str | None, level: str, zone: tzinfo | None
) -> list[Course]:
    """Return the course of each conversation of a scored table, in the order in which they begin.

    Without the column `conversation` every message is one. A conversation is flagged from `level`; times with a zone
    are converted to `zone`. An absent column, or a row without valid level, probabilities and time, is a DataError.
    """
    lowest = LEVELS.index(level)
    found: dict[Any, Course] = {}
    for row in _rows(frame, conversation, time, zone):
        course = found.get(row.conversation)
        if course is None:
            course = found[row.conversation] = Course(row.at)
        course.level = max(course.level, row.level)
        if course.flagged is None and row.level >= lowest:
            course.flagged = row.at
        if course.told is None and row.disclosure >= DEFAULT_THRESHOLD:
            course.told = row.at
        if row.patterns:
            _note(course, row)
    return list(found.values())


def _note(course: Course, row: _Row) -> None:
    opens = not row.patterns.keys().isdisjoint(OVERT)
    if course.signal is None:
        course.signal = max(row.patterns, key=row.patterns.__getitem__)
        course.signalled = row.at
        course.asked_at_once = opens
    if opens and course.asked is None:
        course.asked = row.at
    course.patterns.update(row.patterns)


def _rows(frame: pd.DataFrame, conversation: str | None, time: str | None, zone: tzinfo | None) -> Iterator[_Row]:
    names = range(len(frame)) if conversation is None else _column(frame, conversation)
    times = [None] * len(frame) if time is None else _column(frame, time)
    told = _column(frame, DISCLOSURE) if DISCLOSURE in frame.columns else [None] * len(frame)
    columns = zip(names, _column(frame, "level"), _patterns(frame), told, times, strict=True)
    clock = None
    for number, (name, level, patterns, disclosure, time_of_row) in enumerate(columns, start=1):
        try:
            at = moment(time_of_row, zone)
            kind = "zoned" if at.clock == "utc" else at.clock
            clock = clock or kind
            if kind not in (None, clock):
                raise ValueError(f"a time of the kind {kind!r} among times of the kind {clock!r}; use one kind")
            yield _checked(name, level, patterns, disclosure, at)
        except (TypeError, ValueError) as error:
            raise DataError(_TABLE, number, str(error)) from None


def _checked(name: Any, level: Any, patterns: Mapping[str, Any], disclosure: Any, at: Moment) -> _Row:
    if _is_missing(name):
        raise ValueError("no conversation named")
    if level not in LEVELS:
        raise ValueError(f"the level must be one of {', '.join(LEVELS)}")
    above = {key: chance for key in PATTERNS if (chance := _chance(patterns.get(key))) >= DEFAULT_THRESHOLD}
    return _Row(name, LEVELS.index(level), above, _chance(disclosure), at)


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    if name not in frame.columns:
        raise DataError(_TABLE, None, f"no column {name!r}; score the file with grooming-risk score first")
    return list(frame[name].tolist())


def _patterns(frame: pd.DataFrame) -> Iterable[Mapping[str, Any]]:
    """Return the patterns of each row, from mappings, JSON, or a column for each pattern."""
    if "patterns" in frame.columns:
        return (_mapping(value) for value in _column(frame, "patterns"))
    known = [name for name in PATTERNS if name in frame.columns]
    return frame[known].to_dict("records") if known else [{}] * len(frame)


def _mapping(value: Any) -> Mapping[str, Any]:
    if isinstance(value, str):
        value = json.loads(value) if value.strip() else {}
    return value if isinstance(value, Mapping) else {}


def _chance(value: Any) -> float:
    if _is_missing(value):
        return 0.0
    chance = float(value)
    if not 0 <= chance <= 1:
        raise ValueError("a probability must be a number in [0, 1]")
    return chance


def moment(value: Any, zone: tzinfo | None = None) -> Moment:
    """Return the moment of seconds, an ISO 8601 text or a datetime, with or without a zone; others are a ValueError.

    Examples
    --------
    >>> moment("2026-03-01T22:15:00+01:00").local
    datetime.datetime(2026, 3, 1, 22, 15)
    >>> moment(90).seconds, moment(90).local
    (90.0, None)
    """
    at = None if _is_missing(value) else read_time(value)
    if at is None:
        return Moment()
    if isinstance(at, datetime):
        if at.utcoffset() is None:
            return Moment("local", (at - _EPOCH).total_seconds(), at)
        local = at.astimezone(zone) if zone else at
        return Moment("zoned" if zone or at.utcoffset() else "utc", at.timestamp(), local.replace(tzinfo=None))
    if isinstance(at, bool) or not isfinite(at):
        raise ValueError("the time is neither a number of seconds nor ISO 8601")
    return Moment("seconds", float(at))


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NaT or value == "" or value != value
