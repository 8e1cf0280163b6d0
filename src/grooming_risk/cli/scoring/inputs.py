"""What the arguments of ``grooming-risk score`` name: files, standard input, messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from grooming_risk.cli.reading import Reading
from grooming_risk.cli.scoring.path_like import looks_like_a_path
from grooming_risk.cli.scoring.request import Request
from grooming_risk.cli.terminal import told_if_none
from grooming_risk.errors import DataError
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.lines import OnBad
from grooming_risk.io.messages import KINDS, Record, kind_of

ARGUMENT: Final = "<argument>"

_AS_MESSAGE: Final = "to score it as a message, give it as --message"


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
            read = reading.file(argument, request.column, on_bad, request.keep, needed, tally)
            yield from told_if_none(read, argument)
        else:
            yield Record(ARGUMENT, number, argument, {})
    for number, text in enumerate(request.said, start=1):
        yield Record("<message>", number, text, {})


def is_input(argument: str, reading: Reading) -> bool:
    """Say whether an argument is a file or a folder, not a message.

    Raises
    ------
    click.UsageError
        It is empty.
    DataError
        It looks like a path and there is nothing; or, where no format of exports is named, it is a folder or a file of
        a kind that is not read.
    """
    if not argument:
        raise click.UsageError("an argument is empty; give a message, the name of a file, or - for standard input")
    try:
        path = Path(argument)
        is_there, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # too long, or not a valid path: a message
        return False
    if is_folder and not reading.is_export:
        raise DataError(argument, None, "is a folder; name its files, or rank an export with grooming-risk triage")
    if is_there and not (reading.is_export or kind_of(argument)):
        raise DataError(argument, None, f"unknown kind of file; known are {', '.join(KINDS)}; an export is read by "
                        f"grooming-risk triage; {_AS_MESSAGE}")  # fmt: skip
    if not is_there and looks_like_a_path(argument):
        problem = "looks like a path and cannot be read (No such file or directory)"
        raise DataError(argument, None, f"{problem}; {_AS_MESSAGE}")
    return is_there
