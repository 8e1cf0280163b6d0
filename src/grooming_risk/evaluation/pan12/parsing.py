"""XML of the PAN 2012 corpus, untrusted input, with one conversation in memory at a time.

defusedxml refuses a file that declares a document type before its first entity.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
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
_CONVERSATION, _MESSAGE = 1, 2  # open tags around each
_FIELDS: Final = ("author", "time", "text")
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_BLOCK: Final = 1 << 16  # bytes
_DAY: Final = 24 * 60  # minutes


class Message(NamedTuple):
    """A message of the corpus."""

    line: int
    """Its number within the conversation."""
    author: str
    """Sender, by the same name in every conversation."""
    at: float | None
    """Seconds since the first time of the conversation; None without a time."""
    text: str
    """Text with HTML entities undone, possibly empty."""


def read_conversations(path: str | Path) -> Iterator[tuple[str, list[Message]]]:
    """Yield name and messages of each conversation, in the order of the file.

    Times are hours and minutes: a step back of more than twelve hours is midnight, a smaller one stays.

    Raises
    ------
    DataError
        The file cannot be read, is not XML of that form, or declares a document type, which the corpus does not.
    """
    reader = _Reader(Path(path))
    with opened(path) as stream:
        while block := stream.read(_BLOCK):
            yield from reader.feed(block)
        yield from reader.feed(b"", last=True)


class _Reader(ContentHandler):
    """Handler of the parser that keeps complete conversations."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[str] = []
        self._done: deque[tuple[str, list[Message]]] = deque()
        self._name, self._line = "", 0
        self._messages: list[Message] = []
        self._minutes: list[int | None] = []
        self._fields: defaultdict[str, list[str]] = defaultdict(list)  # parts of their text
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
        except DataError:
            raise
        except (LookupError, ValueError):  # of Python's codecs, for the encoding that the file declares
            raise self._error("declares an encoding that XML cannot have; save the file as UTF-8") from None
        while self._done:
            yield self._done.popleft()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """Begin a conversation, a message, or a field of it."""
        depth = len(self._open)
        if depth < len(_NESTED) and name != _NESTED[depth]:
            raise self._error(f"expected <{_NESTED[depth]}>; this is not the form of the PAN 2012 corpus")
        self._open.append(name)
        if depth == _CONVERSATION:
            self._name, self._messages, self._minutes = self._attribute(attrs, "id"), [], []
        elif depth == _MESSAGE:
            self._line, self._fields = self._number(self._attribute(attrs, "line")), defaultdict(list)
        else:
            self.characters(" ")  # a tag within a text, such as <email/>, stands for removed text

    def characters(self, content: str) -> None:
        """Add text to a field of a message."""
        if len(self._open) > len(_NESTED):
            self._fields[self._open[len(_NESTED)]].append(content)

    def endElement(self, name: str) -> None:
        """Keep a complete message or conversation."""
        self._open.pop()
        if len(self._open) == _MESSAGE:
            self._add_message()
        elif len(self._open) == _CONVERSATION:
            timed = zip(self._messages, _seconds(self._minutes), strict=True)
            self._done.append((self._name, [message._replace(at=at) for message, at in timed]))

    def _add_message(self) -> None:
        author, time, text = ("".join(self._fields[field]).strip() for field in _FIELDS)
        if not author:
            raise self._error("a message without an author")
        clock = _TIME.fullmatch(time)
        if time and not clock:
            raise self._error("a time that is not hours:minutes")
        self._minutes.append(60 * int(clock[1]) + int(clock[2]) if clock else None)
        self._messages.append(Message(self._line, author, None, unescape(text)))

    def _attribute(self, attributes: AttributesImpl, name: str) -> str:
        if not (value := attributes.get(name, "").strip()):
            raise self._error(f"a {self._open[-1]} without the attribute {name!r}")
        return value

    def _number(self, value: str) -> int:
        try:
            return int(value)
        except ValueError:
            raise self._error("the line of a message is not a number") from None

    def _error(self, problem: str) -> DataError:
        return DataError(self._path, self._parser.getLineNumber(), problem)


def _seconds(minutes: Iterable[int | None]) -> Iterator[float | None]:
    """Yield the seconds since the first time of a conversation, given minutes of the day."""
    first, last, days = None, 0, 0
    for now in minutes:
        if now is not None:
            days += now < last - _DAY // 2
            first, last = now if first is None else first, now
        yield None if now is None or first is None else 60.0 * (now - first + _DAY * days)
