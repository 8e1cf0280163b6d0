"""Text files and their lines: every failure names the file, and a bad line can be put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from grooming_risk.errors import DataError

_MARK: Final = b"\xef\xbb\xbf"  # the byte order mark that some editors put before UTF-8


class BadLine(NamedTuple):
    """A line that could not be read: its error, and its bytes in the file."""

    error: DataError
    raw: bytes


OnBad = Callable[[BadLine], None]


def stop_at(bad: BadLine) -> None:
    """Raise the error of the bad line."""
    raise bad.error


def stop_or_skip(bad: BadLine) -> None:
    """Raise the error of the bad line, and name the option that skips such lines."""
    raise DataError(bad.error.path, bad.error.line, f"{bad.error.problem}, or use --skip-bad")


def ignore(bad: BadLine) -> None:
    """Skip a bad line that another pass over the file reports."""


@contextmanager
def opened(path: str | Path) -> Iterator[BinaryIO]:
    """Open a file for its bytes; a failure of the system is a DataError."""
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except OSError as error:
        raise DataError.from_os(path, error) from None


def read_text(path: str | Path) -> str:
    """Return a text in UTF-8 without byte order mark, line ends as line feeds; another encoding is a DataError."""
    try:
        return Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise DataError.from_os(path, error) from None
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None


def text_lines(lines: Iterable[bytes], source: str, on_bad: OnBad = stop_at) -> Iterator[tuple[int, bytes, str]]:
    r"""Yield number, bytes and text of each line; the text has no byte order mark and no line end.

    A file without any line feed is split at carriage returns, the line ends of old Macs.

    Examples
    --------
    >>> list(text_lines([b"\xef\xbb\xbfgg\r\n"], "chat.txt"))
    [(1, b'\xef\xbb\xbfgg\r\n', 'gg')]
    """
    for number, raw in enumerate(_split_at_returns(lines), start=1):
        bare = raw.removeprefix(_MARK) if number == 1 else raw
        try:
            yield number, raw, bare.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            problem = f"not UTF-8 at byte {error.start + 1} of the line; save the file as UTF-8"
            on_bad(BadLine(DataError(source, number, problem), raw))


def _split_at_returns(lines: Iterable[bytes]) -> Iterator[bytes]:
    first = next(lines := iter(lines), b"")
    yield from (first,) if first.endswith(b"\n") else first.splitlines(keepends=True)
    yield from lines
