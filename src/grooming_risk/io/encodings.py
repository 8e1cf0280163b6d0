"""The encoding of a text by its first bytes."""

from __future__ import annotations

import codecs
import re
from typing import Final

HEAD: Final = 65_536
"""Bytes that encoding and format are read from."""

UTF_8: Final = "utf-8"
UNREADABLE: Final = "\udcff"
"""What stands for bytes that an encoding does not know: no decoder yields it."""

PACKED: Final = {b"\x1f\x8b": ".gz", b"PK\x03\x04": ".zip", b"PAR1": ".parquet"}
"""First bytes of files that hold no text, and their kind."""

_BOMS: Final = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTER_IN_A_WORD: Final = re.compile(rb"[A-Za-z][\x8a\x8e\x9a\x9e\x9f\xc0-\xff]|[\xc0-\xff][a-z]")


def encoding_of(head: bytes) -> str:
    r"""Return the encoding of a text by its first bytes.

    A byte order mark decides; else zero bytes tell UTF-16. Windows-1252 is what has letters of it in words and no
    character of UTF-8. Everything else is UTF-8, and its lines that are not are bad.

    Examples
    --------
    >>> encoding_of("hi é".encode()), encoding_of("hi".encode("utf-16-le")), encoding_of(b"caf\xe9")
    ('utf-8', 'utf-16-le', 'cp1252')
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) / 5 and min(even, odd) < len(head) / 50:
        name, line_end = ("utf-16-le", b"\n\0") if odd > even else ("utf-16-be", b"\0\n")
        if head.count(line_end) > 0.9 * head.count(b"\n") - 1:  # else text with zero bytes in it
            return name
    strange = [
        line for line in head[: head.rfind(b" ") if len(head) >= HEAD else None].splitlines() if not line.isascii()
    ]
    if any(_LETTER_IN_A_WORD.search(line) for line in strange) and not any(map(_is_utf8, strange)):
        return "cp1252"
    return UTF_8


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_known(encoding: str) -> bool:
    """Say whether an encoding is one of text that Python knows.

    Examples
    --------
    >>> is_known("cp1250"), is_known("klingon"), is_known("zlib")
    (True, False, False)
    """
    try:
        return bool("a".encode(encoding))
    except (LookupError, ValueError):
        return False


def _mark(error: UnicodeError) -> tuple[str, int]:
    return UNREADABLE, error.end if isinstance(error, UnicodeDecodeError) else 1


MARKED: Final = "grooming_risk.unreadable"
"""Name of the error handler that puts `UNREADABLE` for what cannot be decoded."""
codecs.register_error(MARKED, _mark)
