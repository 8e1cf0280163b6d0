"""What a fact sheet counts: of each conversation its highest level, first signal, first open ask, and when."""

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
    """When a message was sent.

    Attributes
    ----------
    clock : str or None
        ``"seconds"``, ``"local"`` (a date and hour without a zone), ``"zoned"``, ``"utc"`` (zoned, but most likely not
        by the clock of the place); None where no time is known.
    seconds : float or None
        To measure gaps with.
    local : datetime or None
        Date and hour on the clock of the place; None where only seconds are known.
    """

    clock: str | None = None
    seconds: float | None = None
    local: datetime | None = None


@dataclass(slots=True)
class Course:
    """What one conversation showed, without its text and without who wrote it.

    Attributes
    ----------
    level : int
        Highest level, as its place in `LEVELS`.
    flagged : Moment or None
        When it first reached the level that the sheet counts from.
    signal : str or None
        The strongest pattern of the first message that showed one.
    patterns : set of str
        Patterns with a probability of 0.5 or more in some message.
    started, signalled, asked, told : Moment or None
        First message, first signal, first open ask (a picture, a meeting, pressure), first disclosure.
    asked_at_once : bool
        The first signal was an open ask already.
    """

    started: Moment
    level: int = 0
    flagged: Moment | None = None
    signal: str | None = None
    signalled: Moment | None = None
    patterns: set[str] = field(default_factory=set)
    asked: Moment | None = None
    asked_at_once: bool = False
    told: Moment | None = None


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

    Parameters
    ----------
    frame : pandas.DataFrame
        A scored message a row, in the order sent.
    conversation, time : str or None
        Columns; without the first every message stands for itself.
    level : str
        Level from which a conversation is flagged.
    zone : tzinfo or None
        Where times with a zone are converted to.

    Raises
    ------
    DataError
        A column is absent or a row has something that is no level, no probability or no time; rows count from 1.
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
    """Yield the patterns of each row: a mapping, JSON of one, or a column for each pattern."""
    if "patterns" in frame.columns:
        return (_mapping(value) for value in _column(frame, "patterns"))
    known = [name for name in PATTERNS if name in frame.columns]
    if not known:
        return ({} for _ in range(len(frame)))
    return (
        dict(zip(known, values, strict=True)) for values in zip(*(_column(frame, name) for name in known), strict=True)
    )


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
    """Return what a time of a table tells: seconds, an ISO 8601 text or a datetime, with or without a zone.

    Raises
    ------
    ValueError
        It is none of these.

    Examples
    --------
    >>> moment("2026-03-01T22:15:00+01:00").local
    datetime.datetime(2026, 3, 1, 22, 15)
    >>> moment(90).seconds, moment(90).local
    (90.0, None)
    """
    if _is_missing(value):
        return Moment()
    at = read_time(value)
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
