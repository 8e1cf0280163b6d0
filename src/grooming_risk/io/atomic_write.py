"""Atomic writes: a file is written under a temporary name in the same folder, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from grooming_risk.errors import OutputFolderError

PARTIAL: Final = ".partial"
"""Suffix of the temporary name."""


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary stream. The file appears under its name when everything is on the disk.

    Parameters
    ----------
    path : Path
        The file: replaced if it exists, otherwise created with its folders.

    Raises
    ------
    OutputFolderError
        The disk is full, or the folder cannot be written. No partial file is left.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with atomic_write(Path(folder, "a.txt")) as stream:
    ...         _ = stream.write(b"gg")
    ...         before = Path(folder, "a.txt").exists()
    ...     before, Path(folder, "a.txt").read_bytes()
    (False, b'gg')
    """
    partial = path.with_name(f".{uuid4().hex}{PARTIAL}")  # hidden, so readers of the folder ignore it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        problem = f"{path}: cannot be written ({error.strerror or type(error).__name__})"
        raise OutputFolderError(f"{problem}; mend that and run the same command again to go on") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def remove_partial(folder: Path) -> None:
    """Remove the partial files of a stopped run."""
    for path in folder.rglob(f".*{PARTIAL}"):
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Flush the new name to the disk, on systems that can sync a folder."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
