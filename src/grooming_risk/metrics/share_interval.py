"""Confidence interval of a share; needs the standard library alone."""

from __future__ import annotations

from math import sqrt
from typing import Final

_QUANTILE: Final = 1.959963984540054  # of the standard normal distribution, for a 95% interval


def share_interval(share: float, cases: int) -> tuple[float, float]:
    """Return the 95% interval of a share, within [0, 1] (Wilson, 1927); it holds for rare events too.

    `cases` is the number of independent cases, such as groups of variants. Unlike SciPy's ``binomtest`` it takes shares
    that are not a whole number of them.

    Examples
    --------
    >>> low, high = share_interval(0.0, 1000)           # no alarm in a thousand messages: up to four are possible
    >>> round(low, 4), round(high, 4)
    (0.0, 0.0038)
    """
    z = _QUANTILE
    total = 2 * (cases + z**2)
    centre = (2 * cases * share + z**2) / total
    reach = z / total * sqrt(4 * cases * share * (1 - share) + z**2)
    return max(centre - reach, 0.0), min(centre + reach, 1.0)
