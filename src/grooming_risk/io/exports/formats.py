"""The formats of exports: how each is known, and what reads it. A new format is a file here and a row of `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from grooming_risk.errors import DataError, UnknownNameError
from grooming_risk.io.encodings import HEAD, PACKED
from grooming_risk.io.exports import discord, generic, irc, matrix, slack, telegram, twitch, whatsapp
from grooming_risk.io.exports.message import BAD, FILE, MEDIA, LeftOut, Rows
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.json_items import text_head
from grooming_risk.io.lines import buffered
from grooming_risk.io.source import Source

AUTO: Final = "auto"
SLACK: Final = "slack"


class Format(NamedTuple):
    """A format of one file.

    Attributes
    ----------
    title : str
        What it is, for people.
    matches : callable
        Says of a file's name and first characters whether it has the format.
    read : callable
        Yields its rows.
    """

    title: str
    matches: Callable[[str, str], bool]
    read: Callable[[Source, ReadOptions], Rows]


FORMATS: Final = {
    "discord": Format("DiscordChatExporter, JSON", discord.is_discord_json, discord.read_discord_json),
    "discord-csv": Format("DiscordChatExporter, CSV", discord.is_discord_csv, discord.read_discord_csv),
    "telegram": Format("Telegram, result.json", telegram.is_telegram, telegram.read_telegram),
    "matrix": Format("Element (Matrix), JSON", matrix.is_matrix, matrix.read_matrix),
    "twitch": Format("TwitchDownloader, JSON", twitch.is_twitch_downloader, twitch.read_twitch_downloader),
    "chat-downloader": Format("chat-downloader, JSON", twitch.is_chat_downloader, twitch.read_chat_downloader),
    "whatsapp": Format("WhatsApp, text", whatsapp.is_whatsapp, whatsapp.read_whatsapp),
    "irc": Format("IRC log of weechat, irssi or ZNC", irc.is_irc, irc.read_irc),
    SLACK: Format("Slack, JSON of a day", slack.is_slack_day, slack.read_slack_day),
    "json": Format("a JSON array of messages", generic.is_json_array, generic.read_json_array),
    "jsonl": Format("JSON lines (.jsonl, .ndjson)", generic.is_json_lines, generic.read_json_lines),
    "csv": Format("CSV or TSV with a header", generic.is_table, generic.read_table),
}
"""Formats by name, in the order they are tried."""

NAMES: Final = (AUTO, *FORMATS)


def read_rows(files: Sequence[Source], name: str, options: ReadOptions) -> Iterator[tuple[str, Rows]]:
    """Yield the format and the rows of each file; of a Slack export, of all its files together.

    Raises
    ------
    UnknownNameError
        No such format.
    DataError
        A file of an unknown format.
    """
    if name not in NAMES:
        raise UnknownNameError("format", name, NAMES)
    if name == SLACK and not (len(files) == 1 and format_of(files[0], options) == SLACK):
        yield SLACK, slack.read_slack(files, options)
        return
    together = slack.workspaces(files) if name == AUTO else []
    for parts in together:
        yield SLACK, slack.read_slack(parts, options)
    read = {source.name for parts in together for source in parts}
    for source in files:
        if source.name in read:
            continue
        if len(files) > 1 and source.inner.suffix.lower() in MEDIA:
            yield AUTO, iter([LeftOut(source.name, 1, FILE)])
        elif len(files) > 1:
            yield from _among_others(source, name, options)
        else:
            found = format_of(source, options) if name == AUTO else name
            yield found, FORMATS[found].read(source, options)


def _among_others(source: Source, name: str, options: ReadOptions) -> Iterator[tuple[str, Rows]]:
    """Yield the format and the rows of a file among others, which is bad as a whole if it is no chat."""
    try:
        found = (_known(source, options) or "") if name == AUTO else name
    except DataError as error:
        yield AUTO, iter([LeftOut(source.name, 1, BAD, error.problem)])
        return
    if found:
        yield found, _or_bad(source, FORMATS[found].read(source, options))
    else:
        yield AUTO, iter([LeftOut(source.name, 1, BAD, "no known export; take it out, name its format by --from")])


def _or_bad(source: Source, rows: Rows) -> Rows:
    """Yield the rows of a file; an error before the first one makes the whole file bad."""
    try:
        first = next(rows, None)
    except DataError as error:
        yield LeftOut(source.name, error.line or 1, BAD, error.problem)
        return
    if first is not None:
        yield first
        yield from rows


def format_of(source: Source, options: ReadOptions) -> str:
    """Return the format of a file.

    Raises
    ------
    DataError
        It is none of `FORMATS`.
    """
    if found := _known(source, options):
        return found
    raise DataError(source.name, None, f"no known export; name its format by --from: {', '.join(NAMES[1:])}")


def _known(source: Source, options: ReadOptions) -> str | None:
    """Return the format of a file, or None if it is none of `FORMATS`; refuse what is empty or packed."""
    with source.open() as stream:
        given = buffered(stream)
        first = given.peek(HEAD)
        if not first:
            raise DataError(source.name, None, "is empty")
        if packed := next((kind for mark, kind in PACKED.items() if first.startswith(mark)), None):
            raise DataError(source.name, None, f"holds a {packed} file; unpack it")
        head = text_head(given, source.name, options.layout)
    return known_format(source.name, head)


def known_format(name: str, head: str) -> str | None:
    """Return the format of a file by its name and first characters, or None if it is none of `FORMATS`."""
    return next((found for found, form in FORMATS.items() if form.matches(name, head)), None)
