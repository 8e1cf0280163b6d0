"""Reads the time of a message: a number, of which only gaps count, or an aware datetime."""

from datetime import datetime
from math import isfinite
from numbers import Real
from typing import Final, NamedTuple, SupportsFloat

from grooming_risk.labels import TIME_UNITS

SECONDS: Final = "seconds"
DATETIME: Final = "datetime"

Time = float | SupportsFloat | datetime | None
"""What stands for a time: a number, numpy's too, an aware datetime, or None where it is not known."""

MOST_SECONDS: Final = 1e11
"""The largest time in seconds that is taken: the year 5138. Milliseconds reached it in 1973."""
_DAYS: Final = (30_000, 80_000)  # 1982 to 2119 as a spreadsheet counts
_DAY: Final = 86_400
_NOISE: Final = 1e-9  # what arithmetic leaves of a number with few decimals
_GRAIN: Final = 1e-4  # seconds: how near to a whole second a spreadsheet's fraction of a day is


class Moment(NamedTuple):
    """When a message was sent.

    Attributes
    ----------
    clock : str or None
        ``"seconds"``, ``"datetime"``, or None where no time was given.
    at : float or None
        Seconds, since 1970 for a datetime.
    """

    clock: str | None
    at: float | None


_UNKNOWN: Final = Moment(None, None)


def read_moment(at: Time, unit: str = SECONDS) -> Moment:
    """Return when a message was sent.

    Parameters
    ----------
    at : float, datetime or None
        A number in `unit`, or an aware datetime.
    unit : str, default="seconds"
        One of `TIME_UNITS`; a datetime needs none.

    Raises
    ------
    TypeError
        `at` is neither a number, nor a datetime, nor None.
    ValueError
        A datetime without a time zone, or a number that is not finite, or seconds that must be milliseconds.

    Examples
    --------
    >>> read_moment(12), read_moment(1_772_381_700_000, "milliseconds")
    (Moment(clock='seconds', at=12.0), Moment(clock='seconds', at=1772381700.0))
    """
    if at is None:
        return _UNKNOWN
    if isinstance(at, datetime):
        return Moment(DATETIME, _since_1970(at))
    if isinstance(at, bool) or not isinstance(at, Real):
        raise TypeError(f"at must be seconds or an aware datetime, not {type(at).__name__}")
    if not _is_finite(at):
        raise ValueError("at: a time must be a finite number; give None where it is not known")
    return Moment(SECONDS, _seconds(at, unit))


def check_unit(unit: str) -> str:
    """Return a unit of time.

    Raises
    ------
    ValueError
        It is not known; the message lists those that are.
    """
    if unit not in TIME_UNITS:
        raise ValueError(f"no time unit {unit!r}; there are {', '.join(TIME_UNITS)}")
    return unit


def _since_1970(at: datetime) -> float:
    try:
        aware = at.utcoffset() is not None
        seconds = at.timestamp() if aware else 0.0
    except (OverflowError, ValueError, TypeError, NotImplementedError, AttributeError):
        aware, seconds = True, float("nan")
    if not isfinite(seconds) or at != at:  # pandas' NaT is a datetime, and not equal to itself
        raise ValueError("at: not a time that can be told in seconds; give None where it is not known")
    if not aware:
        raise ValueError("at: the datetime has no time zone; make it aware, or give seconds")
    return seconds


def _is_finite(at: Real) -> bool:
    try:
        return isfinite(at)
    except OverflowError:  # an integer of more digits than a float can tell
        return False


def _seconds(at: Real, unit: str) -> float:
    seconds = float(at) * TIME_UNITS[unit]
    if abs(seconds) > MOST_SECONDS:
        hint = "these look like milliseconds: give the time unit milliseconds, or divide by 1000"
        raise ValueError(f"at: too large for a time in {unit}" + (f"; {hint}" if unit == SECONDS else ""))
    return seconds


def are_days(earlier: float | None, later: float) -> bool:
    """Say whether two times given as seconds are days of a spreadsheet: fractions of a day that make up whole seconds.

    One such number may be chance; of two in a row hardly ever both are. The first one does no harm: only gaps count.

    Examples
    --------
    >>> are_days(46082.92708333333, 46082.92714120370), are_days(43221.00000000001, 43222.0)
    (True, False)
    """
    return earlier is not None and _is_day(earlier) and _is_day(later)


def _is_day(value: float) -> bool:
    second, decimals = value * _DAY, abs(value - round(value, 6))
    return _DAYS[0] < value < _DAYS[1] and decimals > _NOISE and abs(second - round(second)) < _GRAIN
