"""Options that say how an export is to be read."""

from __future__ import annotations

from typing import Any

import click

from grooming_risk.cli.reading import (
    TimeZone,
    delimiter_option,
    encoding_option,
    max_characters_option,
    max_line_option,
    time_format_option,
)
from grooming_risk.io.exports.formats import AUTO, NAMES
from grooming_risk.io.exports.generic import KNOWN
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.labels import TIME_UNITS


def export_options(command: Any) -> Any:
    """Add the options that say how an export is to be read; the command gets them as keyword arguments."""
    options = (
        click.option("--from", "form", type=click.Choice(NAMES), default=AUTO, show_default=True,
                     help="Format of the export."),
        encoding_option, delimiter_option, max_line_option, max_characters_option,
        click.option("--column", "columns", multiple=True, metavar="FIELD=NAME",
                     help=f"Column of a field of a table: {', '.join(KNOWN)}."),
        click.option("--time-zone", type=TimeZone(), default="UTC", show_default=True, help="Zone of times without."),
        time_format_option,
        click.option("--time-unit", type=click.Choice(list(TIME_UNITS)), help="What numbers of times count."),
        click.option("--day-first/--month-first", "day_first", default=None,
                     help="Order of dates such as 03/04; if not given, all dates of a file tell."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def read_options(columns: tuple[str, ...], **options: Any) -> ReadOptions:
    """Return the options of an export.

    Raises
    ------
    click.BadParameter
        A column that is not given as FIELD=NAME.
    """
    named = {}
    for given in columns:
        field, equals, name = given.partition("=")
        if not equals or field not in KNOWN:
            raise click.BadParameter(f"give FIELD=NAME, FIELD one of {', '.join(KNOWN)}", param_hint="--column")
        named[field] = name
    return ReadOptions(columns=named, **options)
