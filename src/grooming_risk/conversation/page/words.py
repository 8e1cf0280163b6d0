"""The words of the page for authors and effects, and the colour of each pattern."""

from __future__ import annotations

from typing import Final

from grooming_risk.conversation.state.conversation_state import AuthorName
from grooming_risk.labels import LEVELS, PATTERNS

_LONG, _BEGIN, _END = 40, 24, 12  # both ends of a long id tell it from others
_LITTLE: Final = 0.5  # log-odds
_MUCH: Final = 2.0


def short_name(name: AuthorName) -> str:
    """Return the name of an author; a long one loses its middle."""
    whole = str(name)
    return whole if len(whole) <= _LONG else f"{whole[:_BEGIN]}…{whole[-_END:]}"


def hue(pattern: str) -> int:
    """Return the colour of a pattern in degrees: the same for its chip and its marks."""
    return PATTERNS.index(pattern) * 360 // len(PATTERNS)


def effect(rise: float, before: str | None = None, after: str | None = None) -> str:
    """Return the effect of a message on its author's risk, from the rise of the log-odds and the levels.

    Examples
    --------
    >>> effect(2.3, "low", "medium"), effect(0.2, "low", "low"), effect(3.0)
    ('raised the risk from low to medium', 'rose a little, still low', 'rose much')
    """
    if before is not None and after is not None and before != after:
        rose = LEVELS.index(after) > LEVELS.index(before)
        return f"{'raised' if rose else 'lowered'} the risk from {before} to {after}"
    still = f", still {after}" if after is not None else ""
    if rise <= 0:
        return ("fell" if rise else "no change") + still
    return ("rose a little" if rise < _LITTLE else "rose" if rise < _MUCH else "rose much") + still
