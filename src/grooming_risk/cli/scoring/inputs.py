"""What the arguments of ``grooming-risk score`` name: files, standard input, messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from grooming_risk.cli.reading import Reading
from grooming_risk.cli.scoring.request import Request
from grooming_risk.errors import DataError
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.lines import OnBad
from grooming_risk.io.messages import SUFFIXES, Record

ARGUMENT: Final = "<argument>"

_EXPORTS: Final = (".log", ".weechatlog", ".zip", ".gz", ".html", ".htm", ".xml", ".xlsx", ".xls", ".db", ".pdf")
"""Further ends of names that tell a file."""
_PLACE: Final = re.compile(r"(?:~|\.{1,2})[/\\].|[A-Za-z]:\\")  # ./chat, ../chat, ~/chat, C:\chat


def argument_records(
    arguments: Sequence[str], request: Request, reading: Reading, needed: Sequence[str], on_bad: OnBad, tally: Tally
) -> Iterator[Record]:
    """Yield the messages that the arguments name, with the fields that are needed; standard input without arguments.

    Raises
    ------
    DataError
        An argument looks like a path, and there is no such file; or it is a folder.
    """
    given = arguments or ([] if request.said else ["-"])
    for number, argument in enumerate(given, start=1):
        if argument == "-":
            yield from reading.standard_input(request.column, on_bad, tally)
        elif is_input(argument, reading):
            yield from reading.file(argument, request.column, on_bad, request.keep, needed, tally)
        else:
            yield Record(ARGUMENT, number, argument, {})
    for number, text in enumerate(request.said, start=1):
        yield Record("<message>", number, text, {})


def is_input(argument: str, reading: Reading) -> bool:
    """Say whether an argument is a file or a folder, not a message.

    Raises
    ------
    DataError
        It looks like a path and there is nothing, or a folder where no format of exports is named.
    """
    try:
        path = Path(argument)
        is_there, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # too long, or not a valid path: a message
        return False
    if is_folder and not reading.is_export:
        raise DataError(argument, None, "is a folder; name its files, or rank an export with grooming-risk triage")
    if is_there:
        return True
    if looks_like_a_path(argument):
        raise DataError(argument, None, "cannot be read (No such file or directory); to score it as a message, give it "
                        "as --message")  # fmt: skip
    return False


def looks_like_a_path(argument: str) -> bool:
    r"""Say whether a text ends as a file's name does, or begins as a path does and has no blank.

    Examples
    --------
    >>> [looks_like_a_path(text) for text in ("our chat.log", "./folder", "/etc/chats", "chat.csv.gz")]
    [True, True, True, True]
    >>> [looks_like_a_path(text) for text in ("go to kik.me/rex", "and/or", "/me waves", "/gg", "/r/gaming", "\\o/")]
    [False, False, False, False, False, False]
    """
    lower = argument.strip().lower()
    if lower.endswith((*SUFFIXES, *_EXPORTS)) and "\n" not in lower:
        return True
    if any(map(str.isspace, argument)):
        return False
    first = argument[1:].partition("/")[0] if argument.startswith("/") and argument.count("/") > 1 else ""
    return bool(_PLACE.match(argument)) or (bool(first) and Path("/", first).is_dir())
