"""Text of a source, line by line, in whatever encoding and line end it was saved."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import IO, BinaryIO, Final, cast

from grooming_risk.errors import DataError
from grooming_risk.io.exports.source import Source

HEAD: Final = 65_536
"""Bytes that encoding and format are read from."""

MAX_LINE: Final = 1_000_000
"""Characters of a line; a longer one is bad."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def head_of(source: Source) -> bytes:
    """Return the first `HEAD` bytes of a source."""
    with source.open() as stream:
        return _read(stream, HEAD)


def _read(stream: BinaryIO, size: int) -> bytes:
    data = bytearray()
    while len(data) < size and (block := stream.read(size - len(data))):
        data += block
    return bytes(data)


def encoding_of(head: bytes) -> str:
    r"""Return the encoding of a text by its first bytes.

    A byte order mark decides; else UTF-8, UTF-16 by its zero bytes, or Windows-1252.

    Examples
    --------
    >>> encoding_of("hi é".encode()), encoding_of("hi".encode("utf-16-le")), encoding_of(b"caf\xe9")
    ('utf-8', 'utf-16-le', 'cp1252')
    """
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) / 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decoder_of(source: Source, head: bytes, encoding: str | None) -> str:
    """Return the encoding to read a source in: the one that is given, else what its first bytes tell.

    Raises
    ------
    DataError
        No such encoding.
    """
    try:
        return codecs.lookup(encoding).name if encoding else encoding_of(head)
    except LookupError:
        raise DataError(source.name, None, f"no encoding {encoding!r}; name one that Python knows") from None


def open_text(source: Source, encoding: str | None) -> IO[str]:
    """Open a source as text of any line end; a byte that the encoding does not know becomes U+FFFD."""
    name = decoder_of(source, head_of(source), encoding)
    return TextIOWrapper(BufferedReader(cast("BufferedReader", source.open())), name, errors="replace", newline=None)


def text_lines(source: Source, encoding: str | None) -> Iterator[tuple[int, str | None]]:
    """Yield number and text of each line, without its end; None for a line of more than `MAX_LINE` characters."""
    with open_text(source, encoding) as stream:
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE and not line.endswith("\n"):
                while (rest := stream.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
                yield number, None
            else:
                yield number, line.rstrip("\n")
