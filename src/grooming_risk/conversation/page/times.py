"""Says when a message was sent: with its zone where the time is a date, else counted from the first message."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

Moment = float | datetime | None
"""Seconds, an aware datetime, or None where it is not known."""

_MINUTE: Final = 60
_HOUR: Final = 60
_DAY: Final = 24
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def first_seconds(times: Iterable[Moment]) -> float:
    """Return the first time that is a number of seconds: the others count from it."""
    return next((float(at) for at in times if at is not None and not isinstance(at, datetime)), 0.0)


def clock_time(at: Moment, start: float = 0.0) -> str:
    """Return when a message was sent, for people; empty where it is not known.

    Parameters
    ----------
    at : float, datetime or None
        The time.
    start : float, default=0.0
        Where seconds count from.

    Examples
    --------
    >>> clock_time(datetime.fromisoformat("2026-03-01T22:15:00+01:00"))
    '22:15 UTC+1'
    >>> clock_time(60.0), clock_time(7500.0), clock_time(None)
    ('minute 1', '2 h 05 min', '')
    """
    if at is None:
        return ""
    return f"{at:%H:%M} {utc_offset(at)}" if isinstance(at, datetime) else _since(float(at) - start)


def day_of(at: Moment) -> str:
    """Return the day of a message and its zone; empty where the time is no date.

    Examples
    --------
    >>> day_of(datetime.fromisoformat("2026-03-01T22:15:00-05:30")), day_of(60.0)
    ('Sunday, 1 March 2026, UTC−5:30', '')
    """
    if not isinstance(at, datetime):
        return ""
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}, {utc_offset(at)}"


def span(first: Moment, last: Moment, start: float = 0.0, *, dated: bool = False) -> str:
    """Return between which times something lies; empty where neither is known.

    Parameters
    ----------
    first, last : float, datetime or None
        The times.
    start : float, default=0.0
        Where seconds count from.
    dated : bool, default=False
        Whether to tell day and year of dates in any case, not only where they differ.

    Examples
    --------
    >>> day = datetime.fromisoformat("2026-03-01T22:15:00+00:00")
    >>> span(day, day + timedelta(hours=1)), span(day, day + timedelta(days=1)), span(0.0, 600.0)
    ('22:15 to 23:15 UTC', '1 March 22:15 to 2 March 22:15 UTC', 'minute 0 to minute 10')
    """
    ends = [at for at in dict.fromkeys((first, last)) if at is not None]
    dates = [at for at in ends if isinstance(at, datetime)]
    if not dates:
        return " to ".join(dict.fromkeys(clock_time(at, start) for at in ends))
    one_day, one_year = len({at.date() for at in dates}) == 1, len({at.year for at in dates}) == 1
    one_zone = len({at.utcoffset() for at in dates}) == 1
    told = []
    for number, at in enumerate(dates):
        year = f" {at.year}" if (dated and number == 0) or not one_year else ""
        day = f"{at.day} {_MONTHS[at.month - 1]}{year} " if (dated and number == 0) or not one_day else ""
        told.append(f"{day}{at:%H:%M}" + ("" if one_zone else f" {utc_offset(at)}"))
    return " to ".join(dict.fromkeys(told)) + (f" {utc_offset(dates[-1])}" if one_zone else "")


def utc_offset(at: datetime) -> str:
    """Return how far a time is from UTC.

    Examples
    --------
    >>> utc_offset(datetime.fromisoformat("2026-03-01T22:15:00+05:30"))
    'UTC+5:30'
    """
    seconds = round((at.utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // _MINUTE, _HOUR)
    if not (hours or minutes):
        return "UTC"
    return f"UTC{'−' if seconds < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def _since(seconds: float) -> str:
    sign, minutes = ("−" if seconds <= -_MINUTE else ""), int(abs(seconds) // _MINUTE)
    hours, rest = divmod(minutes, _HOUR)
    days, hours_left = divmod(hours, _DAY)
    if not hours:
        return f"minute {sign}{minutes}"
    if not days:
        return f"{sign}{hours} h {rest:02} min"
    return f"{sign}{days:,} d {hours_left} h {rest:02} min"
