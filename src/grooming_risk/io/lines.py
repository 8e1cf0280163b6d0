"""Text files and their lines: every failure names the file, and a bad line can be put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from grooming_risk.errors import DataError

_MARK: Final = b"\xef\xbb\xbf"  # the byte order mark that some editors put before UTF-8


class BadLine(NamedTuple):
    """A line that could not be read: where and why, and its bytes as they stand in the file."""

    error: DataError
    raw: bytes


OnBad = Callable[[BadLine], None]


def stop_at(bad: BadLine) -> None:
    """Raise the error of the bad line: nothing is skipped unasked."""
    raise bad.error


def stop_or_skip(bad: BadLine) -> None:
    """Raise the error of the bad line, with the option that skips such lines."""
    raise DataError(bad.error.path, bad.error.line, f"{bad.error.problem}, or use --skip-bad")


def ignore(bad: BadLine) -> None:
    """Pass over a bad line, where another pass over the file puts it aside."""


@contextmanager
def opened(path: str | Path) -> Iterator[BinaryIO]:
    """Give the bytes of a file as a stream; a failure of the system is a DataError."""
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except OSError as error:
        raise DataError.from_os(path, error) from None


def read_text(path: str | Path) -> str:
    """Return the text of a file, without a byte order mark; what is not UTF-8 is a DataError."""
    with opened(path) as stream:
        content = stream.read().removeprefix(_MARK)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None


def text_lines(lines: Iterable[bytes], source: str, on_bad: OnBad = stop_at) -> Iterator[tuple[int, bytes, str]]:
    r"""Yield number, bytes and text of each line, the text without byte order mark and line end.

    Examples
    --------
    >>> list(text_lines([b"\xef\xbb\xbfgg\r\n"], "chat.txt"))
    [(1, b'\xef\xbb\xbfgg\r\n', 'gg')]
    """
    for number, raw in enumerate(lines, start=1):
        bare = raw.removeprefix(_MARK) if number == 1 else raw
        try:
            yield number, raw, bare.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            problem = f"not UTF-8 at byte {error.start + 1} of the line; save the file as UTF-8"
            on_bad(BadLine(DataError(source, number, problem), raw))
