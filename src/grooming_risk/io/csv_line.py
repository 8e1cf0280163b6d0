"""Rows of CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from io import StringIO
from typing import Any, Final

from grooming_risk.control_characters import KEPT_IN_HTML, visible

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                   "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip


def csv_line(values: Iterable[Any], end: str = "\n") -> str:
    r"""Return values as a line of CSV.

    A text that a spreadsheet would run as a formula gets a quote before it; what steers a terminal or the direction of
    text becomes a replacement character. Names in a list or tuple are joined by blanks; what is nested deeper is JSON.

    Examples
    --------
    >>> csv_line(["=1+1", -2, None, ("secrecy", "gift"), "a\x1b,b"])
    '\'=1+1,-2,,secrecy gift,"a�,b"\n'
    """
    line = StringIO(newline="")
    csv.writer(line, lineterminator=end).writerow(map(_cell, values))
    return line.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        value = " ".join(value)
    elif isinstance(value, list | tuple | dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if not isinstance(value, str):
        return value
    return visible(f"'{value}" if value.startswith((*_FORMULA, "\r")) else value, kept=KEPT_IN_HTML)
