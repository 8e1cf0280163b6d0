"""How the page names authors, and the colour of each pattern."""

from __future__ import annotations

from grooming_risk.conversation.state.conversation_state import AuthorName
from grooming_risk.labels import PATTERNS

_LONG, _BEGIN, _END = 40, 24, 12  # of a long id both ends tell it from others


def short_name(name: AuthorName) -> str:
    """Return the name of an author; the middle of a long one is cut out.

    Examples
    --------
    >>> short_name("rex"), len(short_name("a" * 200))
    ('rex', 37)
    """
    whole = str(name)
    return whole if len(whole) <= _LONG else f"{whole[:_BEGIN]}…{whole[-_END:]}"


def hue(pattern: str) -> int:
    """Return the colour of a pattern in degrees: the same for its chip and its marks."""
    return PATTERNS.index(pattern) * 360 // len(PATTERNS)
