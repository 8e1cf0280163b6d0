"""Lines of text files with their numbers; a bad line is handed over, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from grooming_risk.errors import DataError


class BadLine(NamedTuple):
    """A line that could not be read.

    Attributes
    ----------
    error : DataError
        Where, and what is wrong.
    raw : bytes
        The line as it stands in the file.
    """

    error: DataError
    raw: bytes


OnBad = Callable[[BadLine], None]


def stop_at(bad: BadLine) -> None:
    """Raise the error of the bad line: nothing is skipped unasked."""
    raise bad.error


def stop_or_skip(bad: BadLine) -> None:
    """Raise the error of the bad line, with the option that skips such lines."""
    raise DataError(bad.error.path, bad.error.line, f"{bad.error.problem}, or use --skip-bad")


def text_lines(lines: Iterable[bytes], source: str, on_bad: OnBad = stop_at) -> Iterator[tuple[int, bytes, str]]:
    r"""Yield number, bytes and text of each line, the text without byte order mark and line end.

    Examples
    --------
    >>> list(text_lines([b"\xef\xbb\xbfgg\r\n"], "chat.txt"))
    [(1, b'\xef\xbb\xbfgg\r\n', 'gg')]
    """
    for number, raw in enumerate(lines, start=1):
        bare = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        try:
            yield number, raw, bare.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            problem = f"not UTF-8 at byte {error.start + 1} of the line; save the file as UTF-8"
            on_bad(BadLine(DataError(source, number, problem), raw))
