"""IRC logs of weechat, irssi and ZNC; the author is the nick."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from grooming_risk.io.exports.message import BAD, EMPTY, SYSTEM, LeftOut, Message, Rows
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.row_sources import source_lines
from grooming_risk.io.source import Source

_WEECHAT: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\t([^\t]{0,80})\t(.*)", re.DOTALL)
_CLOCK: Final = re.compile(r"\[?(\d\d):(\d\d)(?::(\d\d))?\]? ")
_SAID: Final = re.compile(r"<[ @+%&~!]?([^\s>]{1,80})> ?(.*)", re.DOTALL)
_ACTION: Final = re.compile(r" ?\* ([^\s*]{1,80}) (.*)", re.DOTALL)
_DAY: Final = re.compile(r"--- (?:Log opened|Day changed) \w{3} (\w{3}) (\d\d) (?:\d\d:\d\d:\d\d )?(\d{4})")
_MONTHS: Final = {name: number for number, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1)}  # fmt: skip
_NAMED: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)$")
_NOTICE: Final = re.compile(r"-([^\s(:!-][^\s(:-]{0,79})(?:[(:][^\s]{1,200})?- (.*)", re.DOTALL)
_OF_A_NICK: Final = re.compile(r"[\w\[\]{}\\`^|]")
_OPENED: Final = re.compile(r"--- (?:Log (?:opened|closed)|Day changed) ")


def is_irc(name: str, head: str) -> bool:
    """Say whether a text is a log of IRC: most of its first lines have the form of one."""
    lines = [line for line in head.splitlines()[:30] if line.strip()]
    return bool(lines) and sum(_is_line(line) for line in lines) >= max(1, 2 * len(lines) // 3)


def _is_line(line: str) -> bool:
    if _WEECHAT.match(line) or _OPENED.match(line):
        return True
    clock = _CLOCK.match(line)
    rest = line[clock.end() :] if clock else ""
    return rest.startswith(("-!-", "*** ")) or bool(_SAID.match(rest) or _ACTION.match(rest) or _NOTICE.match(rest))


def read_irc(source: Source, options: ReadOptions) -> Rows:
    """Yield the messages of a channel. Days come from the lines, or from the name of the file (``2026-03-01.log``)."""
    path = source.inner
    day = _day_of_name(path.stem)
    chat = _NAMED.sub("", path.stem).rstrip("_-.") if day else re.sub(r"\.weechatlog$", "", path.stem)
    chat = chat or path.parent.name or path.stem  # ZNC: a folder of days for each channel, or the channel in the name
    for found in source_lines(source, options):
        if isinstance(found, LeftOut):
            yield found
            continue
        number, line = found
        if changed := _DAY.match(line):
            day = _day(changed)
        elif _OPENED.match(line) or not line.strip():
            continue
        elif weechat := _WEECHAT.match(line):
            at = options.zoned(datetime.fromisoformat(weechat.group(1)))
            yield _weechat(source.name, number, chat, at, weechat.group(2), weechat.group(3))
        else:
            yield _line(source.name, number, chat, day, line, options)


def _weechat(source: str, number: int, chat: str, at: datetime, nick: str, text: str) -> Message | LeftOut:
    nick = nick.strip()
    if nick == "*":
        nick, _, text = text.partition(" ")
    elif not _OF_A_NICK.search(nick):  # -->, <--, --, =!=, ****
        return LeftOut(source, number, SYSTEM)
    return _said(source, number, chat, at, nick.lstrip("@+%&~!"), text)


def _line(source: str, number: int, chat: str, day: date | None, line: str, options: ReadOptions) -> Message | LeftOut:
    clock = _CLOCK.match(line)
    if not clock:
        return LeftOut(source, number, BAD, "not a line of an IRC log")
    rest = line[clock.end() :]
    if rest.startswith(("-!-", "*** ")):
        return LeftOut(source, number, SYSTEM)
    said = _SAID.match(rest) or _ACTION.match(rest) or _NOTICE.match(rest)
    if not said:
        return LeftOut(source, number, BAD, "not a line of an IRC log")
    hour, minute, second = (int(part or 0) for part in clock.groups())
    if max(hour - 23, minute - 59, second - 59) > 0:
        return LeftOut(source, number, BAD, "no such time of day")
    at = options.zoned(datetime.combine(day, time(hour, minute, second))) if day else None
    return _said(source, number, chat, at, said.group(1), said.group(2))


def _said(source: str, number: int, chat: str, at: datetime | None, nick: str, text: str) -> Message | LeftOut:
    if not nick or not text.strip():
        return LeftOut(source, number, EMPTY)
    return Message(source, number, chat, nick, text, at, name=nick, title=chat)


def _day(changed: re.Match[str]) -> date | None:
    month = _MONTHS.get(changed.group(1))
    try:
        return date(int(changed.group(3)), month, int(changed.group(2))) if month else None
    except ValueError:
        return None


def _day_of_name(stem: str) -> date | None:
    found = _NAMED.search(stem)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
