"""WhatsApp, as "Export chat" writes it on Android and iPhone: text, in the date form of the phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from grooming_risk.io.exports.message import BAD, EMPTY, SYSTEM, Assumed, LeftOut, Message, Rows
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.row_sources import source_lines
from grooming_risk.io.source import Source

_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_START: Final = re.compile(
    r"\[?(\d{1,4})(?:[./-]|\. )(\d{1,2})(?:[./-]|\. )(\d{2,4})\.?,? (?:(?![上下午오])[\w.]{1,4} )?"
    r"(?P<before>[上下]午|午[前後]|오[전후])? ?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?"
    r"(?: ?(?P<half>[AaPp])\.? ?[Mm]\.?| ?(?P<sign>[مص]|[πμ]\.?μ\.?|ч\.))?\]?(?: - |: |, | |$)"
)
_AFTERNOON: Final = ("p", "下午", "午後", "오후", "م", "μ")
_AUTHOR: Final = re.compile(r"([^:\n]{1,100}): ?(?!\d\d\b)")
_MEDIA: Final = re.compile(
    r"<[^<>]{2,40}(?:omitted|weggelassen|omis|omitido|omessi|omitida|ausgeschlossen|hariç tutuldu)[^<>]{0,20}>"
    r"|(?:image|video|audio|sticker|GIF|document|contact card) omitted"
    r"|(?:This message was deleted|You deleted this message)\.?|null|.{0,200}"
    r"\((?:file attached|Datei angehängt|archivo adjunto|fichier joint|file allegato|arquivo anexado)\)"
    r"|<attached: [^<>]{1,200}>",
    re.IGNORECASE,
)


_ORDERS: Final = {
    True: "dates such as 03/04 read as day first; --month-first if not",
    False: "dates such as 03/04 read as month first; --day-first if not",
}
_HEADER: Final = 500  # characters that date and author never reach


class _Entry(NamedTuple):
    line: int
    date: re.Match[str]
    text: list[str]  # its lines
    size: int


def is_whatsapp(name: str, head: str) -> bool:
    """Say whether a text is a chat of WhatsApp: it begins as one, or many of its first lines have date and time."""
    lines = [line for line in _plain(head).splitlines()[:20] if line.strip()]
    starts = [start for line in lines if (start := _START.match(line))]
    if not starts:
        return False
    begins = starts[0].string == lines[0] and starts[0].group().endswith((" - ", "] ", ": ", ", "))
    return begins or len(starts) >= max(1, len(lines) // 3)


def _plain(text: str) -> str:
    """Return a text without marks of direction, and with plain blanks."""
    return _MARKS.sub("", text).replace("\u202f", " ").replace("\xa0", " ")


def read_whatsapp(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a chat; a line without a date goes on with the message before it."""
    chat = source.conversation
    if source.inner.stem == "_chat":  # as iPhones name the file in every archive
        chat = source.inner.parent.stem or chat
    title = re.sub(r"^(?:WhatsApp Chat (?:with|-) )", "", chat)
    day_first, is_proven = _is_day_first(source, options) if options.day_first is None else (options.day_first, True)
    if not is_proven:
        yield Assumed(_ORDERS[day_first])
    for entry in _entries(source, options):
        if isinstance(entry, LeftOut):
            yield entry
            continue
        at = _moment(entry.date, day_first, options)
        said = "\n".join(entry.text)
        author = _AUTHOR.match(said)
        if at is None:
            yield LeftOut(source.name, entry.line, BAD, "no such date; give its order by --day-first or --month-first")
        elif not author:
            yield LeftOut(source.name, entry.line, SYSTEM)
        else:
            name, text = author.group(1).strip(), said[author.end() :].strip()
            if not text or _MEDIA.fullmatch(text):
                yield LeftOut(source.name, entry.line, EMPTY)
            else:
                yield Message(source.name, entry.line, chat, name, text, at, name=name, title=title)


def _entries(source: Source, options: ReadOptions) -> Iterator[_Entry | LeftOut]:
    held: _Entry | None = None
    for found in source_lines(source, options):
        if isinstance(found, LeftOut):
            yield found
            continue
        number, raw = found
        line = _plain(raw)
        if start := _START.match(line):
            if held:
                yield held
            held = _Entry(number, start, [line[start.end() :]], len(line))
        elif held:
            if held.size <= options.max_characters + _HEADER:  # what is longer is bad as a whole
                held.text.append(line)
                held = held._replace(size=held.size + len(line) + 1)
        elif line.strip():
            yield LeftOut(source.name, number, BAD, "no date; the export begins with a date on its first line")
    if held:
        yield held


def _moment(date: re.Match[str], day_first: bool, options: ReadOptions) -> datetime | None:
    one, two, three, hour, minute, second = (int(part or 0) for part in date.group(1, 2, 3, 5, 6, 7))
    if one > 99:
        year, month, day = one, two, three
    else:
        year, (day, month) = three, (one, two) if day_first else (two, one)
    half = date["before"] or date["half"] or date["sign"]
    if half and half != "ч.":  # Bulgarian: an hour of 24
        hour = hour % 12 + 12 * half.lower().startswith(_AFTERNOON)
    try:
        return options.zoned(datetime(year + 2000 * (year < 100), month, day, hour, minute, second))
    except ValueError:
        return None


def _is_day_first(source: Source, options: ReadOptions) -> tuple[bool, bool]:
    """Say whether dates begin with the day: by a number above 12, else by which order keeps the messages in order.

    The second value says whether that is proven: by such a number, or as no date reads differently.
    """
    steps = {True: 0, False: 0}
    last: dict[bool, datetime] = {}
    is_proven = True
    for entry in _entries(source, options):
        if isinstance(entry, LeftOut):
            continue
        found = {order: at for order in steps if (at := _moment(entry.date, order, options))}
        if len(found) == 1:
            return next(iter(found)), True
        for order, at in found.items():
            steps[order] += order in last and at < last[order]
            last[order] = at
        is_proven &= len(set(found.values())) < 2
    return steps[True] <= steps[False], is_proven
