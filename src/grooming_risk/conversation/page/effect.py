"""Says in words what a message did to the risk of its author. `rises.html` puts it into a table."""

from __future__ import annotations

from typing import Final

from grooming_risk.labels import LEVELS

_LITTLE: Final = 0.5  # log-odds
_MUCH: Final = 2.0


def effect(rise: float, before: str | None = None, after: str | None = None) -> str:
    """Return what a message did to its author's risk, in words.

    Parameters
    ----------
    rise : float
        What it added to the log-odds.
    before, after : str, optional
        Level of the author before and after it.

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
