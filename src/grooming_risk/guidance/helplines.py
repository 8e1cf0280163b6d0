"""Helplines of a site. None is shipped: each site names its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text


class Helpline(NamedTuple):
    """A place to get help.

    Parameters
    ----------
    name : str
        Name of the place.
    contact : str
        How to reach it: a number, an address, an opening hour.

    Examples
    --------
    >>> Helpline("the school counsellor", "room 12, Mondays to Thursdays").name
    'the school counsellor'
    """

    name: str
    contact: str


def check_helplines(helplines: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[Helpline, ...]:
    """Return the helplines of a site as a tuple.

    Raises
    ------
    TypeError
        `helplines` is neither a mapping of name to contact nor pairs of the two.
    ValueError
        A name or a contact is empty or not one line of text.

    Examples
    --------
    >>> check_helplines({"the school counsellor": "room 12"})
    (Helpline(name='the school counsellor', contact='room 12'),)
    """
    pairs = helplines.items() if isinstance(helplines, Mapping) else helplines
    try:
        offered = tuple(Helpline(*pair) for pair in pairs)
    except TypeError:
        raise TypeError("helplines must be a mapping of name to contact, or pairs of the two") from None
    for line in offered:
        if not all(isinstance(part, str) and part.strip() and part.isprintable() for part in line):
            raise ValueError("a helpline needs a name and a contact, each one line of text")
    return offered


def read_helplines(path: str | Path) -> tuple[Helpline, ...]:
    """Read the table ``[helplines]`` of a TOML file.

    Parameters
    ----------
    path : path or str
        With rows such as ``"the school counsellor" = "room 12, Mondays to Thursdays"`` under ``[helplines]``. Other
        tables are ignored.

    Returns
    -------
    tuple of Helpline
        In the order of the file; empty without such a table.

    Raises
    ------
    DataError
        The file is missing or not TOML, or the table holds a value other than text.
    """
    text = read_text(path)
    try:
        table = tomllib.loads(text).get("helplines", {})
        if not isinstance(table, dict):
            raise ValueError("[helplines] must be a table of names and contacts")
        return check_helplines(table)
    except ValueError as error:  # no TOML, or no helplines
        raise DataError(path, None, f"no file of helplines: {error}") from None
