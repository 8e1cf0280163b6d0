"""A term of a message: what it adds to the sums."""

from __future__ import annotations

from math import sqrt
from typing import Any, Final

GRID: Final = 1.5 * 2.0**17
"""Added and subtracted again, it rounds to a multiple of 2 ** -35, the precision of a float of this size."""


def exact(weight: Any) -> Any:
    """Round a weight, or an array of weights, to a multiple of 2 ** -35.

    Sums of such numbers below 2 ** 18 are exact, so the order of addition does not matter, and every way to read a
    message gives the same score. The terms of a part of a message add up to less.

    Examples
    --------
    >>> tenth = exact(0.1)
    >>> tenth == 0.1, abs(tenth - 0.1) < 2**-36, sum([tenth] * 10) == 10 * tenth
    (False, True, True)
    """
    return weight + GRID - GRID


class Term(complex):
    """What a term adds to the squared norm (real part) and to the risk head (imaginary part).

    A term equals only itself, so other heads can look up their weights by it.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


NOTHING: Final = Term()
"""The term of what adds nothing."""


def decision(total: complex) -> float:
    """Return the decision of the risk head, before its intercept, for the sum of the terms of a part."""
    return total.imag / sqrt(total.real) if total.imag else 0.0
