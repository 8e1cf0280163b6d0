"""Cohen's kappa of two readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

ENOUGH_PAIRS: Final = 30
"""With fewer pairs a kappa says little."""


class Kappa(NamedTuple):
    """Agreement of two readings of the same conversations.

    Attributes
    ----------
    pairs : int
        Conversations with both readings.
    agreed : int
        Those where both say the same.
    kappa : float or None
        Cohen's kappa (Cohen, 1960): 1 full agreement, 0 chance; None without pairs, or where both always say the same
        one thing.
    """

    pairs: int
    agreed: int
    kappa: float | None


def kappa(pairs: Sequence[tuple[bool, bool]]) -> Kappa:
    """Return the agreement of pairs of a first and a second reading.

    Examples
    --------
    >>> kappa([(True, True), (False, False), (True, False), (False, False)])
    Kappa(pairs=4, agreed=3, kappa=0.5)
    """
    count = len(pairs)
    agreed = sum(first == second for first, second in pairs)
    firsts, seconds = sum(first for first, _ in pairs), sum(second for _, second in pairs)
    by_chance = firsts * seconds + (count - firsts) * (count - seconds)  # of count * count
    if by_chance == count * count:
        return Kappa(count, agreed, None)
    return Kappa(count, agreed, (count * agreed - by_chance) / (count * count - by_chance))
