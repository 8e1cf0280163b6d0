"""Reads an author's last messages together, so that a sentence split over several of them is seen."""

from typing import Final

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.reader import Reader, Reading
from grooming_risk.text.windows import WINDOW

JOIN_MESSAGES: Final = 4
"""Messages of an author that are read together at most."""

_JOIN_SECONDS: Final = 300.0
_JOIN_COST: Final = 0.5  # log-odds: reading messages together is one more chance of a false alarm
_BETWEEN_COST: Final = 1.0  # log-odds for each message of others between two parts of a sentence


def joined(reader: Reader, tail: tuple[Part, ...], last: Part) -> tuple[list[Reading], float]:
    """Return the messages that together are riskier than each alone, and their risk; none, and the last one's own.

    Two rows are tried: the last message with the one before it, and with as many as make up a window of words.
    """
    best: list[Reading] = []
    best_risk = last.reading.risk
    row = _row(tail, last) if last.reading.concepts else [last]
    for length in sorted({2, len(row)}) if len(row) > 1 else ():
        parts = [part.reading for part in row[-length:]]
        if any(part.concepts for part in parts[:-1]):
            risk = reader.joined_risk(parts) - _cost(row[-length:])
            if risk > max(best_risk, *[part.risk for part in parts]):
                best, best_risk = parts, risk
    return best, best_risk


def _row(tail: tuple[Part, ...], last: Part) -> list[Part]:
    """Return the last message and those right before it that fit a window of words, the oldest first."""
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
