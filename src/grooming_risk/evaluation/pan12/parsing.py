"""Reads the XML of the PAN 2012 corpus, one conversation in memory at a time. XML is untrusted input.

defusedxml refuses a file that declares a document type before its first entity.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DTDForbidden
from defusedxml.expatreader import create_parser

from grooming_risk.errors import DataError
from grooming_risk.io.lines import opened

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
    with opened(path) as stream:
        while block := stream.read(_BLOCK):
            yield from reader.feed(block)
        yield from reader.feed(b"", last=True)


class _Reader(ContentHandler):
    """Takes the events of the parser and keeps the conversations that are complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[str] = []
        self._done: deque[tuple[str, list[Message]]] = deque()
        self._name, self._line, self._clock = "", 0, _Clock()
        self._messages: list[Message] = []
        self._said: dict[str, str] = {}
        self._parser = create_parser(forbid_dtd=True)
        self._parser.setContentHandler(self)

    def feed(self, block: bytes, *, last: bool = False) -> Iterator[tuple[str, list[Message]]]:
        """Yield the conversations that the next bytes complete."""
        try:
            self._parser.feed(block, last)
        except SAXParseException as error:
            raise self._error(f"not valid XML ({error.getMessage()}); get the file anew") from None
        except DTDForbidden:
            raise self._error("declares a document type, which the corpus does not, and is not read further") from None
        while self._done:
            yield self._done.popleft()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """Begin a conversation, a message, or a field of it."""
        depth = len(self._open)
        if depth < len(_NESTED) and name != _NESTED[depth]:
            raise self._error(f"expected <{_NESTED[depth]}>; this is not the form of the PAN 2012 corpus")
        self._open.append(name)
        if depth == _CONVERSATION:
            self._name, self._messages, self._clock = self._attribute(attrs, "id"), [], _Clock()
        elif depth == _MESSAGE:
            self._line, self._said = self._number(self._attribute(attrs, "line")), {}
        else:
            self.characters(" ")  # a tag within a text stands for something that was taken out, such as <email/>

    def characters(self, content: str) -> None:
        """Add to a field of a message."""
        if len(self._open) > len(_NESTED):
            field = self._open[len(_NESTED)]
            self._said[field] = self._said.get(field, "") + content

    def endElement(self, name: str) -> None:
        """Keep a message, or a conversation, that is complete."""
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

    def _attribute(self, attributes: AttributesImpl, name: str) -> str:
        if not (value := attributes.get(name, "").strip()):
            raise self._error(f"a {self._open[-1]} without the attribute {name!r}")
        return value

    def _number(self, value: str) -> int:
        try:
            return int(value)
        except ValueError:
            raise self._error("the line of a message is no number") from None

    def _error(self, problem: str) -> DataError:
        return DataError(self._path, self._parser.getLineNumber(), problem)


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
