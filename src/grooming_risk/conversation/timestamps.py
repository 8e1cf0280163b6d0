"""Reads the time of a message: a number, of which only gaps count, or an aware datetime."""

from datetime import datetime
from math import isfinite
from numbers import Real
from typing import Final, NamedTuple, SupportsFloat

from grooming_risk.errors import UnknownNameError
from grooming_risk.labels import TIME_UNITS

SECONDS: Final = "seconds"
DATETIME: Final = "datetime"

Time = float | SupportsFloat | datetime | None
"""A number, an aware datetime, or None if unknown."""

MOST_SECONDS: Final = 1e11
"""The largest valid time in seconds: the year 5138. Milliseconds reached it in 1973."""

_DAYS: Final = (30_000, 80_000)  # 1982 to 2119 as a spreadsheet counts
_NOISE: Final = 1e-9  # arithmetic leaves such a rest of a number with few decimals
_GRAIN: Final = 1e-4  # seconds between a spreadsheet's fraction of a day and a whole second


class Moment(NamedTuple):
    """The time of a message."""

    clock: str | None  # "seconds", "datetime", or None without a time
    at: float | None  # seconds, since 1970 for a datetime


def read_moment(at: Time, unit: str = SECONDS) -> Moment:
    """Return the time of a message from a number in one of `TIME_UNITS`, or an aware datetime.

    Raises
    ------
    TypeError
        `at` is neither a number, nor a datetime, nor None.
    ValueError
        A datetime without time zone, a number that is not finite, or milliseconds given as seconds.

    Examples
    --------
    >>> read_moment(12), read_moment(1_772_381_700_000, "milliseconds")
    (Moment(clock='seconds', at=12.0), Moment(clock='seconds', at=1772381700.0))
    """
    if at is None:
        return Moment(None, None)
    if isinstance(at, datetime):
        return Moment(DATETIME, _since_1970(at))
    if isinstance(at, bool) or not isinstance(at, Real):
        raise TypeError(f"at must be seconds or an aware datetime, not {type(at).__name__}")
    return Moment(SECONDS, _seconds(at, unit))


def check_unit(unit: str) -> str:
    """Return a unit of time, or raise UnknownNameError."""
    if unit not in TIME_UNITS:
        raise UnknownNameError("time unit", unit, TIME_UNITS)
    return unit


def are_days(earlier: float | None, later: float) -> bool:
    """Return whether two times given as seconds are days of a spreadsheet: fractions of a day that are whole seconds.

    One such number may be chance, two in a row hardly ever are. The first one does no harm: only gaps count.

    Examples
    --------
    >>> are_days(46082.92708333333, 46082.92714120370), are_days(43221.00000000001, 43222.0)
    (True, False)
    """
    return earlier is not None and _is_day(earlier) and _is_day(later)


def _since_1970(at: datetime) -> float:
    try:
        aware = at.utcoffset() is not None
        seconds = at.timestamp() if aware else 0.0
    except (OverflowError, ValueError, TypeError, NotImplementedError, AttributeError):
        aware, seconds = True, float("nan")
    if not isfinite(seconds) or at != at:  # pandas' NaT is a datetime that differs from itself
        raise ValueError("at: the datetime has no value in seconds; give None if the time is unknown")
    if not aware:
        raise ValueError("at: the datetime has no time zone; make it aware, or give seconds")
    return seconds


def _seconds(at: Real, unit: str) -> float:
    try:
        seconds = float(at) * TIME_UNITS[unit]
    except OverflowError:  # an integer with too many digits for a float
        seconds = float("inf")
    if not isfinite(seconds):
        raise ValueError("at: a time must be a finite number; give None if it is unknown")
    if abs(seconds) > MOST_SECONDS:
        hint = "; these look like milliseconds: give the time unit milliseconds, or divide by 1000"
        raise ValueError(f"at: too large for a time in {unit}{hint if unit == SECONDS else ''}")
    return seconds


def _is_day(value: float) -> bool:
    seconds, decimals = value * TIME_UNITS["days"], abs(value - round(value, 6))
    return _DAYS[0] < value < _DAYS[1] and decimals > _NOISE and abs(seconds - round(seconds)) < _GRAIN
