"""How to read what an export leaves open: encoding, delimiter, times."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from grooming_risk.io.layout import MAX_CHARACTERS, MAX_LINE, Layout
from grooming_risk.labels import TIME_UNITS


class ReadOptions(NamedTuple):
    """What the caller says about an export.

    Attributes
    ----------
    encoding : str or None
        Of text files; None looks at the bytes.
    delimiter : str or None
        Of CSV files; None looks at the header.
    time_zone : tzinfo, default=UTC
        Zone of times that name none.
    time_format : str or None
        A `datetime.strptime` format for times as text; None takes ISO 8601 and what the format writes.
    time_unit : str or None
        What numbers count, a key of `TIME_UNITS`; None takes what the format writes, else looks at the size.
    day_first : bool or None
        Whether 03/04 is the third of April; None looks at all dates of the file.
    columns : mapping of str to str
        Column of a field, of those in `grooming_risk.io.exports.generic.KNOWN`, where its name does not tell.
    max_line, max_characters : int
        Limits, as in `Layout`.
    """

    encoding: str | None = None
    delimiter: str | None = None
    time_zone: tzinfo = UTC
    time_format: str | None = None
    time_unit: str | None = None
    day_first: bool | None = None
    columns: Mapping[str, str] = MappingProxyType({})
    max_line: int = MAX_LINE
    max_characters: int = MAX_CHARACTERS

    @property
    def layout(self) -> Layout:
        """Return the layout of a text file."""
        return Layout(self.encoding, self.delimiter, self.max_line, self.max_characters)

    def moment(self, value: object) -> datetime | None:
        """Return the time that a field means; None for an empty one.

        Raises
        ------
        ValueError
            The field is no time.

        Examples
        --------
        >>> ReadOptions().moment("2026-03-01 22:15:00").isoformat(), ReadOptions().moment(1772403300000).hour
        ('2026-03-01T22:15:00+00:00', 22)
        """
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError("the time must be a number or a text")
        if isinstance(value, str):
            return self._of_text(value.strip())
        return self._of_number(value)

    def guessed_unit(self, value: object) -> str | None:
        """Return the unit that the size of a number tells where nothing else does, or None.

        Examples
        --------
        >>> ReadOptions().guessed_unit("1772403300000"), ReadOptions(time_unit="seconds").guessed_unit(1772403300000)
        ('milliseconds', None)
        """
        if self.time_unit or (self.time_format and isinstance(value, str)) or not isinstance(value, int | float | str):
            return None
        try:
            unit = likely_unit(float(value))
        except (ValueError, OverflowError):
            return None
        return None if unit == "seconds" else unit

    def _of_text(self, value: str) -> datetime:
        if self.time_format:
            try:
                return self.zoned(datetime.strptime(value, self.time_format))
            except ValueError:
                raise ValueError("the time does not match --time-format") from None
        try:
            return self._of_number(float(value))
        except ValueError:
            pass
        try:
            return self.zoned(datetime.fromisoformat(value))
        except ValueError:
            raise ValueError("the time is neither a number nor ISO 8601; give --time-format") from None

    def _of_number(self, value: float) -> datetime:
        try:
            unit = TIME_UNITS[self.time_unit or likely_unit(value)]
            return datetime.fromtimestamp(value * unit, self.time_zone)
        except (OverflowError, OSError, ValueError):
            raise ValueError("the time is out of range; give --time-unit") from None

    def zoned(self, moment: datetime) -> datetime:
        """Return a time with its zone; `time_zone` where it names none."""
        return moment if moment.tzinfo else moment.replace(tzinfo=self.time_zone)


def likely_unit(value: float) -> str:
    """Return the unit of a time: numbers above 1e11 are milliseconds, above 1e14 microseconds, others seconds."""
    size = abs(value)
    return "microseconds" if size > 1e14 else "milliseconds" if size > 1e11 else "seconds"
