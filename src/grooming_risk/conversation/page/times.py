"""Writes the time of a message: a date with its zone, or the time since the first message."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

Sent = float | datetime | None
"""Seconds, an aware datetime, or None if unknown."""

_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clock_time(at: Sent, start: float = 0.0) -> str:
    """Return the time of a message; seconds count from `start`, an unknown time is empty.

    Examples
    --------
    >>> clock_time(datetime.fromisoformat("2026-03-01T22:15:00+01:00"))
    '22:15 UTC+1'
    >>> clock_time(60.0), clock_time(7500.0), clock_time(None)
    ('minute 1', '2 h 05 min', '')
    """
    if at is None:
        return ""
    return f"{at:%H:%M} {_utc_offset(at)}" if isinstance(at, datetime) else _since(at - start)


def day_of(at: Sent) -> str:
    """Return the day of a message and its zone; empty without a date.

    Examples
    --------
    >>> day_of(datetime.fromisoformat("2026-03-01T22:15:00-05:30")), day_of(60.0)
    ('Sunday, 1 March 2026, UTC−5:30', '')
    """
    if not isinstance(at, datetime):
        return ""
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}, {_utc_offset(at)}"


def span(first: Sent, last: Sent, start: float = 0.0, *, dated: bool = False) -> str:
    """Return a range of times; empty if both are unknown. `dated` adds day and year even if they are the same.

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
    shown = []
    for number, at in enumerate(dates):
        first_date = dated and number == 0
        year = f" {at.year}" if first_date or not one_year else ""
        day = f"{at.day} {_MONTHS[at.month - 1]}{year} " if first_date or not one_day else ""
        shown.append(f"{day}{at:%H:%M}" + ("" if one_zone else f" {_utc_offset(at)}"))
    return " to ".join(dict.fromkeys(shown)) + (f" {_utc_offset(dates[-1])}" if one_zone else "")


def _utc_offset(at: datetime) -> str:
    seconds = round((at.utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if not (hours or minutes):
        return "UTC"
    return f"UTC{'−' if seconds < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def _since(seconds: float) -> str:
    sign = "−" if seconds <= -60 else ""
    hours, minutes = divmod(int(abs(seconds) // 60), 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return f"{sign}{days:,} d {hours_left} h {minutes:02} min"
    return f"{sign}{hours} h {minutes:02} min" if hours else f"minute {sign}{minutes}"
