"""Reads an author's last messages together, so that a sentence split over several of them is seen."""

from typing import Final

from grooming_risk.author import Part
from grooming_risk.reading import Reader, Reading
from grooming_risk.windows import WINDOW

JOIN_MESSAGES: Final = 4
"""Messages of an author that are read together at most."""

_JOIN_SECONDS: Final = 300.0
_JOIN_COST: Final = 1.0  # log-odds for each message of others between two parts of a sentence


def joined(reader: Reader, tail: tuple[Part, ...], last: Part) -> tuple[list[Reading], float]:
    """Return the messages that together are riskier than each alone, and their risk; none, and the last one's own.

    Two rows are tried: the last message with the one before it, and with as many as make up a window of words.
    """
    best: list[Reading] = []
    best_risk = last.reading.risk
    row, cost, size = [last], 0.0, last.reading.size
    for part in reversed(tail if last.reading.concepts else ()):
        size += part.reading.size
        if size > WINDOW or not part.reading.size or _apart(part.at, row[0].at):
            break
        cost += _JOIN_COST * (row[0].message - part.message - 1)
        row.insert(0, part)
        if part.reading.concepts and (len(row) == 2 or part is tail[0]):
            best, best_risk = _riskier(reader, row, cost, best, best_risk)
    if len(row) > 2 and row[0] is not tail[0]:
        best, best_risk = _riskier(reader, row, cost, best, best_risk)
    return best, best_risk


def _riskier(
    reader: Reader, row: list[Part], cost: float, best: list[Reading], best_risk: float
) -> tuple[list[Reading], float]:
    parts = [part.reading for part in row]
    risk = reader.joined_risk(parts) - cost
    return (parts, risk) if risk > max(best_risk, *[part.risk for part in parts]) else (best, best_risk)


def _apart(earlier: float | None, later: float | None) -> bool:
    return earlier is not None and later is not None and abs(later - earlier) > _JOIN_SECONDS
