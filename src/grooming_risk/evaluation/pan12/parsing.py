"""Reads the XML of the PAN 2012 corpus, one conversation in memory at a time. XML is untrusted input.

No entity is ever expanded but the five of XML itself: what declares a document type is refused before its first entity.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

from grooming_risk.errors import DataError

_NESTED: Final = ("conversations", "conversation", "message")
_CONVERSATION, _MESSAGE = 1, 2  # how many tags are open around each
_FIELDS: Final = ("author", "time", "text")
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_BLOCK: Final = 1 << 16  # bytes read at once
_DAY: Final = 24 * 60


class Message(NamedTuple):
    """A message of the corpus.

    Attributes
    ----------
    line : int
        Its number within the conversation.
    author : str
        Who sent it: the same name in every conversation.
    at : float or None
        Seconds since the first message of the conversation that has a time; None where it has none itself.
    text : str
        As written, HTML entities undone; empty where nothing is.
    """

    line: int
    author: str
    at: float | None
    text: str


def read_conversations(path: str | Path) -> Iterator[tuple[str, list[Message]]]:
    """Yield name and messages of each conversation.

    Clocks show hours and minutes alone: one that falls back by more than twelve hours has passed midnight, a smaller
    step back is taken as it comes.

    Parameters
    ----------
    path : path or str
        The XML file.

    Yields
    ------
    tuple of (str, list of Message)
        In the order of the file.

    Raises
    ------
    DataError
        The file cannot be read, is no XML of that form, or declares a document type, which the corpus does not.
    """
    reader = _Reader(Path(path))
    try:
        with Path(path).open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield from reader.feed(block)
            yield from reader.feed(b"", last=True)
    except OSError as error:
        raise DataError(path, None, f"cannot be read ({error.strerror or type(error).__name__})") from None


class _Reader:
    """Takes the events of the parser and keeps the conversations that are complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[str] = []
        self._done: deque[tuple[str, list[Message]]] = deque()
        self._name, self._line, self._clock = "", 0, _Clock()
        self._messages: list[Message] = []
        self._said: dict[str, str] = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say

    def feed(self, block: bytes, *, last: bool = False) -> Iterator[tuple[str, list[Message]]]:
        """Yield the conversations that the next bytes complete."""
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as error:
            problem = f"not valid XML ({expat.ErrorString(error.code)}); get the file anew"
            raise DataError(self._path, error.lineno, problem) from None
        while self._done:
            yield self._done.popleft()

    def _refuse(self, *_: object) -> None:
        raise self._error("declares a document type, which the corpus does not, and is not read further")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        depth = len(self._open)
        if depth < len(_NESTED) and tag != _NESTED[depth]:
            raise self._error(f"expected <{_NESTED[depth]}>; this is not the form of the PAN 2012 corpus")
        self._open.append(tag)
        if depth == _CONVERSATION:
            self._name, self._messages, self._clock = self._attribute(attributes, "id"), [], _Clock()
        elif depth == _MESSAGE:
            self._line, self._said = self._number(self._attribute(attributes, "line")), {}
        else:
            self._say(" ")  # a tag within a text stands for something that was taken out, such as <email/>

    def _say(self, data: str) -> None:
        if len(self._open) > len(_NESTED):
            field = self._open[len(_NESTED)]
            self._said[field] = self._said.get(field, "") + data

    def _end(self, _tag: str) -> None:
        self._open.pop()
        if len(self._open) == _MESSAGE:
            self._messages.append(self._message())
        elif len(self._open) == _CONVERSATION:
            self._done.append((self._name, self._messages))

    def _message(self) -> Message:
        author, time, text = (self._said.get(field, "").strip() for field in _FIELDS)
        if not author:
            raise self._error("a message without an author")
        if time and not _TIME.fullmatch(time):
            raise self._error("a time that is not hours:minutes")
        return Message(self._line, author, self._clock.seconds(time), unescape(text))

    def _attribute(self, attributes: dict[str, str], name: str) -> str:
        if not (value := attributes.get(name, "").strip()):
            raise self._error(f"a {self._open[-1]} without the attribute {name!r}")
        return value

    def _number(self, value: str) -> int:
        try:
            return int(value)
        except ValueError:
            raise self._error("the line of a message is no number") from None

    def _error(self, problem: str) -> DataError:
        return DataError(self._path, self._parser.CurrentLineNumber, problem)


class _Clock:
    """Makes seconds since the first time of a conversation of hours and minutes."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._last = self._days = 0

    def seconds(self, time: str) -> float | None:
        if not time:
            return None
        hours, minutes = time.split(":")
        now = 60 * int(hours) + int(minutes)
        if now < self._last - _DAY // 2:
            self._days += 1
        self._last = now
        if self._first is None:
            self._first = now
        return 60.0 * (now - self._first + _DAY * self._days)
