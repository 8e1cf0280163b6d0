"""Names of weeks, months, quarters and years, for the points of a trend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

_KINDS: Final = (
    (7, lambda time: f"{time - timedelta(days=time.weekday()):%Y-%m-%d}"),
    (31, lambda time: f"{time:%Y-%m}"),
    (92, lambda time: f"{time:%Y} Q{(time.month + 2) // 3}"),
)  # days and names of weeks, months and quarters

MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December")  # fmt: skip


def period_names(times: Sequence[datetime | None], most: int = 14) -> list[str]:
    """Return the name of each time's period, "" without a time; names sort as their periods do.

    The period is the shortest that makes about `most` points or fewer, else a year. A week is named by its Monday.

    Examples
    --------
    >>> period_names([datetime(2026, 3, 4), datetime(2026, 3, 20)])
    ['2026-03-02', '2026-03-16']
    >>> period_names([datetime(2026, 3, 4), None, datetime(2026, 9, 20)])
    ['2026-03', '', '2026-09']
    """
    known = [time for time in times if time is not None]
    days = (max(known) - min(known)).days if known else 0
    name = next((name for length, name in _KINDS if days // length < most), "{:%Y}".format)
    return [name(time) if time is not None else "" for time in times]


def short_name(period: str) -> str:
    """Return a period of `period_names` as a label of an axis.

    Examples
    --------
    >>> [short_name(name) for name in ("2026-03-02", "2026-03", "2026 Q2", "2026")]
    ['2 Mar', 'Mar 26', '2026 Q2', '2026']
    """
    year, *rest = period.split("-")
    if not rest:
        return period
    month = MONTHS[int(rest[0]) - 1][:3]
    return f"{int(rest[1])} {month}" if len(rest) > 1 else f"{month} {year[2:]}"


def span_of(times: Sequence[datetime | None]) -> str:
    """Return the months from the first to the last time, "" without times.

    Examples
    --------
    >>> span_of([datetime(2026, 3, 4), datetime(2026, 9, 20), None])
    'March 2026 to September 2026'
    """
    known = [time for time in times if time is not None]
    ends = [f"{MONTHS[time.month - 1]} {time.year}" for time in (min(known), max(known))] if known else []
    return " to ".join(dict.fromkeys(ends))
