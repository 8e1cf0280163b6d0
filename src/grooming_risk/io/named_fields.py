"""Refuses a field that an option names and no message has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from grooming_risk.errors import DataError
from grooming_risk.io.messages import Record

_SHOWN: Final = 20


def with_fields(records: Iterable[Record], named: Mapping[str, str], *, some: bool = False) -> Iterator[Record]:
    """Yield records; at the end refuse a field that none of them has.

    Parameters
    ----------
    records : iterable of Record
        The messages. Those without any field, such as lines of text, prove nothing, but where `some` must have fields.
    named : mapping of str to str
        The option that names each field.
    some : bool, default=False
        Whether some of the records must have fields.

    Raises
    ------
    DataError
        Records have fields, and none has one of these.
    """
    missing, seen, last = dict(named), dict[str, None](), None
    for record in records:
        if missing and (record.fields or some):
            last = record
            for field in missing.keys() & record.fields.keys():
                del missing[field]
            if len(seen) < _SHOWN:
                seen.update(dict.fromkeys(record.fields))
        yield record
    if last is not None:
        for field, option in missing.items():
            have = ", ".join(list(seen)[:_SHOWN]) or "none"
            raise DataError(
                last.source, None, f"no message has a field {field!r}, which {option} names; there are {have}"
            )
