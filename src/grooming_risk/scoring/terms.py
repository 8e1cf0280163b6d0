"""A term of a message: what it adds to the sums."""

from __future__ import annotations

from math import sqrt
from typing import Any, Final

GRID: Final = 1.5 * 2.0**17
"""Added and taken away again, it rounds to a multiple of 2 ** -35: beside it a float has room for no less."""


def exact(weight: Any) -> Any:
    """Round a weight, or an array of them, to a multiple of 2 ** -35.

    Sums of such numbers are exact as long as they stay below 2 ** 18, as those over the terms of a part of a message
    do. So they are the same in whatever order terms are added, and a message has one score, by whatever way it is read.

    Examples
    --------
    >>> tenth = exact(0.1)
    >>> tenth == 0.1, abs(tenth - 0.1) < 2**-36, sum([tenth] * 10) == 10 * tenth
    (False, True, True)
    """
    return weight + GRID - GRID


class Term(complex):
    """A term: what it adds to the squared norm (real part) and to the head of risk (imaginary part).

    It equals itself alone, so that a set of terms holds each once, and other heads look up their weights by it.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


def decision(total: complex) -> float:
    """Return the decision of risk, before its intercept, for the sum over the terms of a part."""
    return total.imag / sqrt(total.real) if total.imag else 0.0
