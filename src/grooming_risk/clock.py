"""Reads the time of a message: seconds, of which only gaps count, or an aware datetime, whose local hour counts too."""

from datetime import datetime
from math import isfinite
from typing import Final, NamedTuple

SECONDS: Final = "seconds"
DATETIME: Final = "datetime"

_LATE_FROM, _LATE_TO = 22, 5


class Moment(NamedTuple):
    """When a message was sent.

    Attributes
    ----------
    clock : str or None
        ``"seconds"``, ``"datetime"``, or None where no time was given.
    at : float or None
        Seconds, since 1970 for a datetime.
    late : bool
        Whether it is between ten at night and five by the local clock; False where that is unknown.
    """

    clock: str | None
    at: float | None
    late: bool


_UNKNOWN: Final = Moment(None, None, False)


def read_moment(at: float | datetime | None) -> Moment:
    """Return when a message was sent.

    Raises
    ------
    TypeError
        `at` is neither a number, nor a datetime, nor None.
    ValueError
        A datetime without a time zone, or a number that is not finite.

    Examples
    --------
    >>> read_moment(12)
    Moment(clock='seconds', at=12.0, late=False)
    """
    if at is None:
        return _UNKNOWN
    if isinstance(at, datetime):
        if at.utcoffset() is None:
            raise ValueError("at: the datetime has no time zone; make it aware, or give seconds")
        return Moment(DATETIME, at.timestamp(), at.hour >= _LATE_FROM or at.hour < _LATE_TO)
    if isinstance(at, bool) or not isinstance(at, int | float):
        raise TypeError(f"at must be seconds or an aware datetime, not {type(at).__name__}")
    if not isfinite(at):
        raise ValueError("at: seconds must be a finite number")
    return Moment(SECONDS, float(at), False)
