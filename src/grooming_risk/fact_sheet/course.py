"""The course of a conversation: its highest level, first signal and first open ask, with their times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from math import isfinite
from typing import Any, Final, NamedTuple

import pandas as pd

from grooming_risk.conversation.records import is_missing, read_time
from grooming_risk.errors import DataError
from grooming_risk.labels import DEFAULT_THRESHOLD, DISCLOSURE, LEVELS, OVERT, PATTERNS

_EPOCH: Final = datetime(1970, 1, 1)
_TABLE: Final = "the scored table"
_NAME: Final = re.compile(r"\w+")

FOUND: Final = "found"
"""Column with the names of the patterns that reach their thresholds; without it, 0.5 is the threshold of each."""

ASKS: Final = "asks_for_help"
"""Column of files scored with --conversation-column; without it, a disclosure of 0.5 asks for help."""


class Moment(NamedTuple):
    """When a message was sent; None is unknown.

    The clock is ``"seconds"``, ``"local"`` (a date and hour without a zone), ``"zoned"``, or ``"utc"`` (zoned, but most
    likely not by the clock of the place).
    """

    clock: str | None = None
    seconds: float | None = None  # for gaps
    local: datetime | None = None  # by the clock of the place
    day_only: bool = False  # a date; the hour is unknown, and `seconds` is the first of the day


@dataclass(slots=True)
class Course:
    """The course of one conversation, without text and authors."""

    started: Moment
    level: int = 0  # the highest, as its place in `LEVELS`
    flagged: Moment | None = None  # when it first reached the level of the sheet
    signal: str | None = None  # strongest pattern of the first message that showed one
    signalled: Moment | None = None  # first signal
    patterns: set[str] = field(default_factory=set)  # found in some message
    asked: Moment | None = None  # first open ask: a picture, a meeting, pressure
    asked_at_once: bool = False  # the first signal was an open ask
    told: Moment | None = None  # first cry for help


class _Row(NamedTuple):
    conversation: Any
    level: int
    patterns: dict[str, float]
    asks_for_help: bool
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
        if course.told is None and row.asks_for_help:
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
    days = _are_days(times)
    columns = zip(names, _column(frame, "level"), _patterns(frame), _told(frame), times, strict=True)
    clock = None
    for number, (name, level, patterns, told, time_of_row) in enumerate(columns, start=1):
        try:
            at = moment(time_of_row, zone, days=days)
            kind = "zoned" if at.clock == "utc" else at.clock
            clock = clock or kind
            if kind not in (None, clock):
                raise ValueError(f"a time of the kind {kind!r} among times of the kind {clock!r}; use one kind")
            yield _checked(name, level, patterns, told, at)
        except (TypeError, ValueError) as error:
            raise DataError(_TABLE, number, str(error)) from None


def _checked(name: Any, level: Any, patterns: Mapping[str, Any], told: Any, at: Moment) -> _Row:
    if is_missing(name):
        raise ValueError("no conversation named")
    if level not in LEVELS:
        raise ValueError(f"the level must be one of {', '.join(LEVELS)}")
    above = {key: chance for key in PATTERNS if (chance := _chance(patterns.get(key))) >= DEFAULT_THRESHOLD}
    asks = told if isinstance(told, bool) else _chance(told) >= DEFAULT_THRESHOLD
    return _Row(name, LEVELS.index(level), above, asks, at)


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    if name not in frame.columns:
        raise DataError(_TABLE, None, f"no column {name!r}; score the file with grooming-risk score first")
    return list(frame[name].tolist())


def _told(frame: pd.DataFrame) -> list[Any]:
    """Return whether each row asks for help, or its probability."""
    if ASKS in frame.columns:
        return [str(value).strip().lower() in ("true", "1", "1.0") for value in _column(frame, ASKS)]
    return _column(frame, DISCLOSURE) if DISCLOSURE in frame.columns else [None] * len(frame)


def _patterns(frame: pd.DataFrame) -> Iterable[Mapping[str, Any]]:
    """Return the patterns of each row, from mappings, JSON, or a column for each pattern; only those found if known."""
    if "patterns" in frame.columns:
        chances: Iterable[Mapping[str, Any]] = map(_mapping, _column(frame, "patterns"))
    else:
        known = [name for name in PATTERNS if name in frame.columns]
        chances = frame[known].to_dict("records") if known else [{}] * len(frame)
    if FOUND not in frame.columns:
        return chances
    named = [set(_NAME.findall(str(value))) for value in _column(frame, FOUND)]
    return ({name: all_[name] for name in PATTERNS if name in found and name in all_}
            for all_, found in zip(chances, named, strict=True))  # fmt: skip


def _mapping(value: Any) -> Mapping[str, Any]:
    if isinstance(value, str):
        value = json.loads(value) if value.strip() else {}
    return value if isinstance(value, Mapping) else {}


def _chance(value: Any) -> float:
    if is_missing(value):
        return 0.0
    chance = float(value)
    if not 0 <= chance <= 1:
        raise ValueError("a probability must be a number in [0, 1]")
    return chance


def _are_days(times: Iterable[Any]) -> bool:
    """Return whether all times are midnight: dates that some program wrote as times."""
    known = [at for at in times if not is_missing(at)]
    return bool(known) and all(map(_is_midnight, known))


def _is_midnight(value: Any) -> bool:
    try:
        at = read_time(value)
    except ValueError:
        return False
    return not isinstance(at, datetime) or at.time() == time() if isinstance(at, date) else False


def _day(value: Any) -> date | None:
    """Return a date without an hour, from a date or its text."""
    if isinstance(value, datetime):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        return None


def moment(value: Any, zone: tzinfo | None = None, *, days: bool = False) -> Moment:
    """Return the moment of seconds, an ISO 8601 text, a datetime or a date; others are a ValueError.

    With `days`, only the date of a datetime counts.

    Examples
    --------
    >>> moment("2026-03-01T22:15:00+01:00").local
    datetime.datetime(2026, 3, 1, 22, 15)
    >>> moment(90).seconds, moment(90).local
    (90.0, None)
    >>> moment("2026-03-01").day_only, moment("2026-03-01 00:00").day_only
    (True, False)
    """
    if day := _day(value):
        value, days = datetime.combine(day, time()), True
    at = None if is_missing(value) else read_time(value)
    if at is None:
        return Moment()
    if isinstance(at, datetime):
        if days:
            at = at.replace(tzinfo=None)
        if at.utcoffset() is None:
            return Moment("local", (at - _EPOCH).total_seconds(), at, days)
        local = at.astimezone(zone) if zone else at
        return Moment("zoned" if zone or at.utcoffset() else "utc", at.timestamp(), local.replace(tzinfo=None))
    if isinstance(at, bool) or not isfinite(at):
        raise ValueError("the time is neither a number of seconds nor ISO 8601")
    return Moment("seconds", float(at))
