"""Compares what is kept of a run with what a run gives: the same words, and numbers up to the last digit shown."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_DRAWN_LINE = re.compile(r"-{2,}")


def difference(kept, made):
    """Return the first place where two texts differ, or None.

    Blanks do not count. Numbers with decimals may differ by one in the last digit: sums of floats do, elsewhere.
    """
    for old, new in zip(*map(_words, (kept, made)), strict=False):
        if not _alike(old, new):
            return old, new
    old, new = map(_words, (kept, made))
    return None if len(old) == len(new) else (old[len(new) :][:5], new[len(old) :][:5])


def _words(text):
    return _DRAWN_LINE.sub("--", text).split()


def _alike(old, new):
    if old == new:
        return True
    numbers = [(Decimal(a), Decimal(b)) for a, b in zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=False)]
    return _NUMBER.sub("0", old) == _NUMBER.sub("0", new) and all(_close(a, b) for a, b in numbers)


def _close(old, new):
    last = max(old.as_tuple().exponent, new.as_tuple().exponent)
    return old == new or (last < 0 and abs(old - new) <= Decimal(1).scaleb(last))
