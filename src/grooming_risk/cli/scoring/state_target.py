"""What ``grooming-risk serve --state`` names: a file or an address, nothing between them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DRIVE: Final = re.compile(r"[A-Za-z]:[/\\\\]")
_GIVE: Final = "give a path such as /data/conversations.sqlite3, or an address such as redis://HOST:PORT/DB"


def state_target(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return a path, or an address, which the store looks at; refuse what is neither.

    Raises
    ------
    click.BadParameter
        The value, which is not quoted: it may hold a password.
    """
    given = context.get_parameter_source(option.name or "") is not ParameterSource.DEFAULT
    if given and not _ADDRESS.match(value) and (problem := _problem(value)):
        raise click.BadParameter(f"{problem}; {_GIVE}", param_hint="--state")
    return value


def _problem(value: str) -> str:
    """Return what is wrong with the path of a file, "" for nothing."""
    if not value.strip() or value == "-" or any(sign < " " for sign in value):
        return "is no name of a file"
    if os.name != "nt" and ("\\" in value or _DRIVE.match(value)):
        return "is a path of Windows, and this is another system"
    first = value.split("/", maxsplit=1)[0]
    if ":" in first and not _DRIVE.match(value):
        return "is neither a file nor an address (a file of such a name is given with its folder)"
    if first.startswith("~"):
        return "begins with ~, which no shell has read"
    return "is a folder" if Path(value).is_dir() else ""
