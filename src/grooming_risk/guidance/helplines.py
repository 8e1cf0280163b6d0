"""Where a site sends people for help. None is shipped: each site names those of its country and its house."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text


class Helpline(NamedTuple):
    """One place to turn to.

    Parameters
    ----------
    name : str
        What it is called.
    contact : str
        How it is reached: a number, an address, an opening hour.

    Examples
    --------
    >>> Helpline("the school counsellor", "room 12, Mondays to Thursdays").name
    'the school counsellor'
    """

    name: str
    contact: str


def check_helplines(helplines: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[Helpline, ...]:
    """Return the helplines of a site as a tuple, or say what is wrong with them.

    Raises
    ------
    TypeError
        It is neither a mapping of name to contact nor pairs of the two.
    ValueError
        A name or a contact is empty or more than one line.

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
    """Read the table ``[helplines]`` of a TOML file of the site: a name and a contact a line.

    Parameters
    ----------
    path : path or str
        Such as ``[helplines]`` and, below it, ``"the school counsellor" = "room 12, Mondays to Thursdays"``. Other
        tables of the file are left to others.

    Returns
    -------
    tuple of Helpline
        In the order of the file; empty where it has no such table.

    Raises
    ------
    DataError
        The file is absent, no TOML, or the table holds something else than text.
    """
    text = read_text(path)
    try:
        table = tomllib.loads(text).get("helplines", {})
        if not isinstance(table, dict):
            raise ValueError("[helplines] must be a table of names and contacts")
        return check_helplines(table)
    except ValueError as error:  # no TOML, or no helplines
        raise DataError(path, None, f"no file of helplines: {error}") from None
