"""Names the weeks, months, quarters or years of a stretch of time, so that a trend has a handful of points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

_LENGTHS: Final = (7, 31, 92, 366)  # days of a week, a month, a quarter, a year

MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December")  # fmt: skip


def period_names(times: Sequence[datetime | None], most: int = 14) -> list[str]:
    """Return the name of each time's period, "" where there is no time; names sort as their periods do.

    Parameters
    ----------
    times : sequence of datetime or None
        In any order.
    most : int, default=14
        About how many periods there may be: the shortest kind is taken that does not make more, or else years.

    Returns
    -------
    list of str
        Weeks are named by their Monday; months, quarters and years by their number.

    Examples
    --------
    >>> period_names([datetime(2026, 3, 4), datetime(2026, 3, 20)])
    ['2026-03-02', '2026-03-16']
    >>> period_names([datetime(2026, 3, 4), None, datetime(2026, 9, 20)])
    ['2026-03', '', '2026-09']
    """
    known = [time for time in times if time is not None]
    days = (max(known) - min(known)).days if known else 0
    kind = next((number for number, length in enumerate(_LENGTHS) if days // length < most), len(_LENGTHS) - 1)
    return [_name(time, kind) if time is not None else "" for time in times]


def _name(time: datetime, kind: int) -> str:
    if kind == 0:
        return f"{time - timedelta(days=time.weekday()):%Y-%m-%d}"
    return (f"{time:%Y-%m}", f"{time:%Y} Q{(time.month + 2) // 3}", f"{time:%Y}")[kind - 1]


def short_name(period: str) -> str:
    """Return a period of `period_names` as a label under a drawing has it.

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
    """Return from which month to which the times reach; "" where there are none.

    Examples
    --------
    >>> span_of([datetime(2026, 3, 4), datetime(2026, 9, 20), None])
    'March 2026 to September 2026'
    """
    known = [time for time in times if time is not None]
    ends = [f"{MONTHS[time.month - 1]} {time.year}" for time in (min(known), max(known))] if known else []
    return " to ".join(dict.fromkeys(ends))
