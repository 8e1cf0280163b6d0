"""How input is read: options of commands that read messages."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from grooming_risk.cli.options import Decorator, packed
from grooming_risk.cli.terminal import told_if_none
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import DataError
from grooming_risk.io.encodings import is_known
from grooming_risk.io.export_records import export_records, export_stream
from grooming_risk.io.exports.formats import NAMES
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.layout import MAX_CHARACTERS, MAX_LINE, Layout
from grooming_risk.io.lines import OnBad, buffered
from grooming_risk.io.messages import Record, read_records
from grooming_risk.io.standard_input import STDIN, read_stream
from grooming_risk.labels import TIME_UNITS

LINES: Final = "lines"
_DELIMITERS: Final = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}


class TimeZone(click.ParamType[tzinfo]):
    """A name of the IANA time zone database, such as Europe/Belgrade."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tzinfo:
        """Return the zone; refuse a name that is not known."""
        try:
            return value if isinstance(value, tzinfo) else ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(f"no time zone {value!r}; name one such as Europe/Belgrade or UTC", param, ctx)


class Delimiter(click.ParamType[str]):
    """One character, or ``tab``."""

    name = "sign"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the character; refuse a quote, a line end, and more than one."""
        sign = _DELIMITERS.get(value, value)
        if len(sign) != 1 or sign in '"\r\n':
            self.fail(f"no delimiter {value!r}; give one character such as ';', or tab", param, ctx)
        return str(sign)


class Encoding(click.ParamType[str]):
    """An encoding that Python knows."""

    name = "encoding"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name; refuse one that is not known."""
        if not is_known(value):
            self.fail(f"no encoding {value!r}; name one such as utf-8, utf-16 or cp1252", param, ctx)
        return str(value)


encoding_option = click.option(
    "--encoding", type=Encoding(), help="Encoding of text files; the bytes tell if not given."
)
delimiter_option = click.option("--delimiter", type=Delimiter(),
                                help="Delimiter of a CSV file; if not given, the header tells.")  # fmt: skip
max_line_option = click.option("--max-line", type=click.IntRange(min=100), default=MAX_LINE, show_default=True,
                               help="Bytes of a line; a longer one is bad.")  # fmt: skip
max_characters_option = click.option("--max-characters", type=click.IntRange(min=1), default=MAX_CHARACTERS,
                                     show_default=True, help="Characters of a message; more are bad.")  # fmt: skip
time_format_option = click.option("--time-format", metavar="FORMAT", help="strptime format of times; else ISO 8601.")

_LAYOUT: Final = (encoding_option, delimiter_option, max_line_option, max_characters_option)

layout_options = packed(Layout, "layout", *_LAYOUT)


class Reading(NamedTuple):
    """How input is read. The names are those of the options."""

    source: str | None
    encoding: str | None
    delimiter: str | None
    max_line: int
    max_characters: int
    zone: tzinfo | None
    moment_format: str | None
    day_first: bool | None
    unit: str | None = None

    @property
    def layout(self) -> Layout:
        """Return encoding, delimiter and limits."""
        return Layout(self.encoding, self.delimiter, self.max_line, self.max_characters)

    @property
    def is_export(self) -> bool:
        """Return whether a format of exports is named."""
        return self.source not in (None, LINES)

    def with_times(self, columns: Columns) -> Columns:
        """Return columns with the zone, the format and the unit of times."""
        zone, unit = str(self.zone) if self.zone else None, self.unit or columns.time_unit
        return columns._replace(time_zone=zone, time_format=self.moment_format, time_unit=unit)

    def file(
        self, path: str | Path, column: str, on_bad: OnBad, kept: Sequence[str] = (),
        needed: Sequence[str] | None = None, tally: Tally | None = None,
    ) -> Iterator[Record]:  # fmt: skip
        """Yield the messages of a file, of a folder or archive where a format of exports is named."""
        if self.is_export:
            options = self._options(column)
            return export_records(path, form=str(self.source), options=options, on_bad=on_bad, tally=tally)
        plain = self.source == LINES
        return read_records(path, column=column, on_bad=on_bad, layout=self.layout, kept=kept, needed=needed,
                            plain=plain)  # fmt: skip

    def standard_input(self, column: str, on_bad: OnBad, tally: Tally | None = None) -> Iterator[Record]:
        """Yield the messages of standard input; of nothing there is nothing to say."""
        if sys.stdin is None:
            raise DataError(STDIN, None, "is closed; name files or messages")
        stream = buffered(sys.stdin.buffer)
        if self.is_export:
            options = self._options(column)
            return export_stream(stream, form=str(self.source), options=options, on_bad=on_bad, tally=tally)
        plain = self.source == LINES
        records = read_stream(stream, column=column, on_bad=on_bad, layout=self.layout, plain=plain)
        return told_if_none(records, STDIN) if stream.peek(1) else records

    def _options(self, column: str) -> ReadOptions:
        return ReadOptions(
            self.encoding, self.delimiter, self.zone or UTC, self.moment_format, self.unit, self.day_first,
            {} if column == "text" else {"text": column}, self.max_line, self.max_characters,
        )  # fmt: skip


AS_IT_IS: Final = Reading(None, None, None, MAX_LINE, MAX_CHARACTERS, None, None, None)
"""What a command reads without options."""


def reading_options(command: Any) -> Any:
    """Add the options that say how input is read; the command gets them as `Reading`, named ``reading``."""
    add: Decorator = packed(
        Reading, "reading",
        click.option("--from", "source", type=click.Choice([LINES, *NAMES]),
                     help="Read chat exports of this format, with the columns conversation, author, at; lines: each "
                     "line of a .txt file is a message."),
        *_LAYOUT,
        click.option("--time-zone", "zone", type=TimeZone(), help="Zone of times that name none, such as UTC."),
        click.option("--time-format", "moment_format", metavar="FORMAT",
                     help="strptime format of times; else ISO 8601."),
        click.option("--time-unit", "unit", type=click.Choice(list(TIME_UNITS)),
                     help="What a number of a time counts; seconds if not given, in exports what its size tells."),
        click.option("--day-first/--month-first", "day_first", default=None,
                     help="Order of dates such as 03/04 in exports; all dates of a file tell if not given."),
    )  # fmt: skip
    return add(command)
