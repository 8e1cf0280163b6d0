"""The fields of a conversation's state as plain data, and back; reading checks every name, type and range."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from grooming_risk.conversation.author import Author, Mark, Part
from grooming_risk.conversation.copies import REMEMBERED
from grooming_risk.conversation.reader import Reading
from grooming_risk.conversation.timestamps import DATETIME, SECONDS
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.text.windows import WINDOW

_PARTS: Final = 8  # recent messages of an author, at most
_MARKS: Final = 2 * len(PATTERNS)
_SPANS: Final = 8
_COUNT: Final = 2**53
_LARGEST: Final = 1e12  # of a number: sums stay finite


class StateFields(NamedTuple):
    """State of a conversation without its authors; `Conversation` checks the roles."""

    roles: dict[Any, Any]
    max_authors: int
    heard: int
    dropped: int
    clock: str | None
    last_at: float | None


def fields_of(data: Mapping[str, Any]) -> StateFields:
    """Return the fields of a state; wrong ones raise ValueError, TypeError or KeyError."""
    if set(data) != set(StateFields._fields) or data["clock"] not in (None, SECONDS, DATETIME):
        raise ValueError("fields")
    heard, dropped, most = (_integer(data[name], _COUNT) for name in ("heard", "dropped", "max_authors"))
    return StateFields(dict(data["roles"]), most, heard, dropped, data["clock"], _time(data["last_at"]))


def author_row(record: Author, numbers: Mapping[str, int]) -> list[Any]:
    """Return the record of an author as plain data, concepts by number."""
    row = record._asdict()
    row["tail"] = [_part_row(part, numbers) for part in record.tail]
    row["said"] = record.said.hex()
    return list(row.values())


def author_of(row: Any, names: list[str]) -> Author:
    """Return the record of an author; wrong values raise ValueError, TypeError or IndexError."""
    record = Author._make(_list(row, len(Author._fields), exactly=True))
    return Author(
        **{name: check(getattr(record, name)) for name, check in _CHECKS.items()},
        tail=tuple(_part(one, names) for one in _list(record.tail, _PARTS)),
    )


def _part_row(part: Part, numbers: Mapping[str, int]) -> list[Any]:
    reading = part.reading
    concepts = [numbers[name] for name in reading.concepts]
    sums = [[total.real, total.imag] for total in (reading.words, reading.begin, reading.end)]
    return [reading.risk, reading.disclosure, reading.size, sums, concepts, part.message, part.at]


def _part(row: Any, names: list[str]) -> Part:
    risk, disclosure, size, sums, concepts, message, at = _list(row, 7, exactly=True)
    words, begin, end = map(_sum, _list(sums, 3, exactly=True))
    heard = tuple(names[_integer(number, len(names))] for number in _list(concepts, 4 * WINDOW))
    reading = Reading(_number(risk), _number(disclosure), _integer(size, _COUNT), words, begin, end, heard)
    return Part(reading, _integer(message, _COUNT), _time(at))


def _mark(row: Any) -> Mark:
    pattern, message, at, log_odds, rise, spans = _list(row, 6, exactly=True)
    places = tuple(
        (_integer(start, _COUNT), _integer(end, _COUNT), _number(weight)) for start, end, weight in _list(spans, _SPANS)
    )
    number = _integer(pattern, len(PATTERNS) - 1)
    return Mark(number, _integer(message, _COUNT), _time(at), _number(log_odds), _number(rise), places)


def _sum(pair: Any) -> complex:
    norm, risk = _list(pair, 2, exactly=True)
    return complex(_above_zero(norm), _number(risk))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number")
    if not abs(value) <= _LARGEST:  # nan is not
        raise ValueError("a number in its range")
    return float(value)


def _above_zero(value: Any) -> float:
    if _number(value) < 0:
        raise ValueError("a number of 0 or more")
    return float(value)


def _integer(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("an integer")
    if not 0 <= value <= most:
        raise ValueError("an integer in its range")
    return value


def _time(value: Any) -> float | None:
    return None if value is None else _number(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def _said(value: Any) -> bytes:
    if not isinstance(value, str) or len(value) > 2 * REMEMBERED:
        raise ValueError("bytes of words, of their length")
    return bytes.fromhex(value)


def _list(value: Any, most: int, *, exactly: bool = False) -> list[Any]:
    if not isinstance(value, list) or len(value) > most or (exactly and len(value) != most):
        raise ValueError("a list of its length")
    return value


_CHECKS: Final[dict[str, Callable[[Any], Any]]] = {
    "messages": lambda value: _integer(value, _COUNT),
    "current": _above_zero,
    "highest": _above_zero,
    "fast": _number,
    "slow": _number,
    "peaks": lambda value: tuple(map(_number, _list(value, len(PATTERNS), exactly=True))),
    "disclosure": _number,
    "helped": _flag,
    "eased": _flag,
    "log_odds": _number,
    "step": _number,
    "marks": lambda value: tuple(map(_mark, _list(value, _MARKS))),
    "said": _said,
    "alerted": lambda value: _integer(value, len(LEVELS) - 1),
    "help_told": _flag,
}
