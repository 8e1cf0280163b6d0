"""Joins the last messages of an author, to find a sentence that is split over several of them."""

from typing import Final

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.reader import Reader, Reading
from grooming_risk.text.windows import WINDOW

JOIN_MESSAGES: Final = 8
"""Messages that are joined at most."""

_LENGTHS: Final = (
    2,
    4,
    JOIN_MESSAGES,
)  # of the rows that are read: harmless messages before the parts dilute longer ones

_JOIN_SECONDS: Final = 300.0
_JOIN_COST: Final = 0.5  # log-odds: joining is one more chance of a false alarm
_BETWEEN_COST: Final = 1.0  # log-odds for each message of another author in between


def joined(reader: Reader, tail: tuple[Part, ...], last: Part) -> tuple[list[Reading], float]:
    """Return the riskiest joined messages and their log-odds; else no messages and the log-odds of the last one.

    Joins the last message with the one before, with up to three, and with all that fit a window of words. Of equal
    messages one counts: read as one text, words count once.
    """
    best: list[Reading] = []
    best_risk = last.reading.risk
    row = _row(tail, last) if last.reading.concepts else [last]
    for length in sorted({min(length, len(row)) for length in _LENGTHS}) if len(row) > 1 else ():
        parts = list(dict.fromkeys(part.reading for part in row[-length:]))  # who says no three times has said no
        if any(part.concepts for part in parts[:-1]):
            risk = reader.joined_risk(parts) - _cost(row[-length:])
            if risk > max(best_risk, *[part.risk for part in parts]):
                best, best_risk = parts, risk
    return best, best_risk


def kept(tail: tuple[Part, ...], last: Part) -> tuple[Part, ...]:
    """Return the parts that the next message may continue; a message without words leaves them as they were."""
    if not last.reading.size:
        return tail
    parts, size = [last], last.reading.size
    for part in reversed(tail[1 - JOIN_MESSAGES :]):
        size += part.reading.size
        if size >= WINDOW:
            break
        parts.append(part)
    return tuple(parts[::-1]) if last.reading.size < WINDOW else ()


def _row(tail: tuple[Part, ...], last: Part) -> list[Part]:
    """Return the last message and those before it that fit a window of words, the oldest first."""
    row, size = [last], last.reading.size
    for part in reversed(tail):
        size += part.reading.size
        if size > WINDOW or not part.reading.size or _apart(part.at, row[-1].at):
            break
        row.append(part)
    return row[::-1]


def _cost(row: list[Part]) -> float:
    return _JOIN_COST + _BETWEEN_COST * (row[-1].message - row[0].message - len(row) + 1)


def _apart(earlier: float | None, later: float | None) -> bool:
    return earlier is not None and later is not None and abs(later - earlier) > _JOIN_SECONDS
