"""Opens input files; every failure names the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from grooming_risk.errors import DataError


@contextmanager
def opened(path: str | Path) -> Iterator[BinaryIO]:
    """Give the bytes of a file as a stream.

    Raises
    ------
    DataError
        The file cannot be opened, or reading it fails.
    """
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except OSError as error:
        raise DataError.from_os(path, error) from None


def read_text(path: str | Path) -> str:
    """Return the text of a file, without a byte order mark.

    Raises
    ------
    DataError
        The file cannot be read, or is not UTF-8.
    """
    with opened(path) as stream:
        try:
            return stream.read().removeprefix(b"\xef\xbb\xbf").decode()
        except UnicodeDecodeError as error:
            raise DataError(path, None, f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
