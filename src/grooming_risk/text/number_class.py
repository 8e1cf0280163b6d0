"""Numbers: what is one, and its class by what its size or its digits may stand for."""

import re
from typing import Final

_UNITS: Final = "st|nd|rd|th|am|pm|kg|km|cm|mm|mb|gb|hp|xp|lv|ms|px|hz|ml|yo|[smhdkxv]"
PLAIN_NUMBER: Final = re.compile(rf"\W*\d+\W*(?:{_UNITS})?\W*|\d+[vx]\d+\W*")
"""A number, with or without a unit."""

LONE_NUMBER: Final = re.compile(r"(?:^|[-/.:,])\d+(?:$|[-/.:,])")
"""A number between signs, as in "8-year-old": not a disguised letter."""


def number_class(digits: str) -> str:
    """Return the class of a number: ``#minor`` for 8 to 17, ``#young`` to 25, else by its number of digits.

    Examples
    --------
    >>> number_class("13"), number_class("007"), number_class("5550100")
    ('#minor', '#3digits', '#phone')
    """
    if len(digits) <= 2:
        value = int(digits)
        return "#minor" if 8 <= value <= 17 else "#young" if 18 <= value <= 25 else "#small"
    return f"#{len(digits)}digits" if len(digits) <= 6 else "#phone"
