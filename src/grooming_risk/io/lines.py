"""Text files and their lines: every failure names the file, and a bad line can be put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TypeVar, cast

from grooming_risk.errors import DataError
from grooming_risk.io.encodings import HEAD, MARKED, UNREADABLE, UTF_8, encoding_of, is_known
from grooming_risk.io.layout import AS_IT_IS, Layout
from grooming_risk.io.source import file_source

_MARK: Final = b"\xef\xbb\xbf"  # the byte order mark that some editors put before UTF-8
_KEPT: Final = 1_000  # bytes kept of a line that is too long

Line = tuple[int, bytes, str]
"""Number from 1, bytes with the line end, and text without it."""


class BadLine(NamedTuple):
    """A line that could not be read: its error, and its bytes in the file (of another encoding in UTF-8)."""

    error: DataError
    raw: bytes


OnBad = Callable[[BadLine], None]
T = TypeVar("T")


def stop_at(bad: BadLine) -> None:
    """Raise the error of the bad line."""
    raise bad.error


def stop_or_skip(bad: BadLine) -> None:
    """Raise the error of the bad line, and name the option that skips such lines."""
    advice = "or use --skip-bad FILE, which names what is bad and goes on"
    raise DataError(bad.error.path, bad.error.line, f"{bad.error.problem}, {advice}")


def ignore(bad: BadLine) -> None:
    """Skip a bad line that another pass over the file reports."""


def good(rows: Iterable[T | BadLine], on_bad: OnBad) -> Iterator[T]:
    """Yield the good rows, and hand the bad ones over."""
    for row in rows:
        if isinstance(row, BadLine):
            on_bad(row)
        else:
            yield row


@contextmanager
def opened(path: str | Path) -> Iterator[BufferedReader]:
    """Open a file for its bytes, unpacked if it is a .gz; a failure of the system is a DataError."""
    try:
        with file_source(path).open() as stream:
            yield buffered(stream)
    except OSError as error:
        raise DataError.from_os(path, error) from None


def buffered(stream: BinaryIO) -> BufferedReader:
    """Return a stream whose first bytes can be looked at before they are read."""
    return stream if isinstance(stream, BufferedReader) else BufferedReader(cast(RawIOBase, stream), HEAD)


def read_text(path: str | Path) -> str:
    """Return a text in UTF-8 without byte order mark, line ends as line feeds; another encoding is a DataError."""
    try:
        return Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise DataError.from_os(path, error) from None
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None


def text_lines(
    stream: BinaryIO,
    source: str,
    on_bad: OnBad = stop_at,
    layout: Layout = AS_IT_IS,
) -> Iterator[Line]:
    r"""Yield number, bytes and text of each line; the text has no byte order mark and no line end.

    Examples
    --------
    >>> from io import BytesIO
    >>> list(text_lines(BytesIO(b"\xef\xbb\xbfgg\r\n"), "chat.txt"))
    [(1, b'\xef\xbb\xbfgg\r\n', 'gg')]
    """
    return good(each_line(stream, source, layout), on_bad)


def each_line(stream: BinaryIO, source: str, layout: Layout) -> Iterator[Line | BadLine]:
    """Yield each line, also the bad ones.

    A file without any line feed in its first bytes is split at carriage returns, the line ends of old Macs. Of a line
    that is too long no more than the limit is held in memory.

    Raises
    ------
    DataError
        No such encoding.
    """
    stream = buffered(stream)
    head = stream.peek(HEAD)[:HEAD]
    encoding = text_encoding(head, source, layout)
    if encoding == UTF_8:
        return _utf8_lines(stream, source, layout.max_line, is_old_mac=b"\n" not in head and b"\r" in head)
    return _decoded_lines(stream, source, encoding, layout.max_line, head)


def text_encoding(head: bytes, source: str, layout: Layout) -> str:
    """Return the encoding to read a text in: the one that is given, else what its first bytes tell."""
    if layout.encoding is None:
        return encoding_of(head)
    if not is_known(layout.encoding):
        raise DataError(source, None, f"no encoding {layout.encoding!r}; name one that Python knows, such as cp1252")
    name = layout.encoding.lower().replace("_", "-")
    return UTF_8 if name in ("utf8", "utf-8", "utf-8-sig") else name


def _utf8_lines(stream: BufferedReader, source: str, most: int, *, is_old_mac: bool) -> Iterator[Line | BadLine]:
    for number, raw in enumerate(_at_returns(stream, most) if is_old_mac else _at_feeds(stream, most), start=1):
        if len(raw) > most:
            yield _too_long(source, number, raw, most)
            continue
        bare = raw.removeprefix(_MARK) if number == 1 else raw
        try:
            yield number, raw, bare.decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            problem = f"not UTF-8 at byte {error.start + 1} of the line; save the file as UTF-8, or name its --encoding"
            yield BadLine(DataError(source, number, problem), raw)


def _too_long(source: str, number: int, raw: bytes, most: int) -> BadLine:
    problem = f"a line of more than {most:,} bytes; split it, or raise --max-line"
    return BadLine(DataError(source, number, problem), raw[:_KEPT])


def _at_feeds(stream: BufferedReader, most: int) -> Iterator[bytes]:
    """Yield the lines of a stream; of a longer one the first bytes, one more than `most`."""
    while raw := stream.readline(most + 1):
        yield raw
        if len(raw) > most:
            while not raw.endswith(b"\n") and (raw := stream.readline(most)):
                pass


def _at_returns(stream: BufferedReader, most: int) -> Iterator[bytes]:
    held = b""
    while block := stream.read(HEAD):
        *whole, rest = (held[: most + 1] + block).splitlines(keepends=True)
        if rest.endswith((b"\r", b"\n")):
            whole, rest = [*whole, rest], b""
        yield from (line if len(line) <= most else line[: most + 1] for line in whole)
        held = rest
    if held:
        yield held[: most + 1]


def _decoded_lines(
    stream: BufferedReader, source: str, encoding: str, most: int, head: bytes
) -> Iterator[Line | BadLine]:
    end = "\n" if "\n" in head.decode(encoding, MARKED) else "\r"
    text = TextIOWrapper(stream, encoding, errors=MARKED, newline=end)
    number = 0
    try:
        while line := text.readline(most + 1):
            number += 1
            if len(line) > most:
                yield _too_long(source, number, line.encode("utf-8", "replace"), most)
                while not line.endswith(end) and (line := text.readline(most)):
                    pass
                continue
            raw = line.encode("utf-8", "replace")
            if UNREADABLE in line:
                yield BadLine(DataError(source, number, f"not {encoding}; name the right --encoding"), raw)
            else:
                yield number, raw, line.removeprefix("\ufeff").rstrip("\r\n") if number == 1 else line.rstrip("\r\n")
    except UnicodeError:
        raise DataError(source, number + 1, f"cannot be read as {encoding}; name the right --encoding") from None
    finally:
        if not stream.closed:
            text.detach()
