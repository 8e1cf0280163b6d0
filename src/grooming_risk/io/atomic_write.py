"""Atomic writes: a file is written under a temporary name in the same folder, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from grooming_risk.errors import OutputFolderError

PARTIAL: Final = ".partial"  # suffix of the temporary name


@contextmanager
def atomic_write(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Yield a binary stream. The file appears under its name, with its folders, when everything is on the disk.

    Links and permissions of an older file stay. A device or a pipe is written to directly. A full disk or a folder that
    cannot be written is an OutputFolderError; no partial file is left. `private`: only the owner may read the file,
    whatever an older one allowed, and only the owner may enter folders that are made for it.
    """
    try:
        is_device = path.exists() and not path.is_file()
        with path.open("wb") if is_device else _renamed(path.resolve(), private) as stream:
            yield stream
    except OSError as error:
        problem = f"{path}: cannot be written ({error.strerror or type(error).__name__})"
        raise OutputFolderError(f"{problem}; mend that and run the same command again to go on") from None


@contextmanager
def _renamed(path: Path, private: bool) -> Iterator[BinaryIO]:
    partial = path.with_name(f".{os.urandom(16).hex()}{PARTIAL}")  # a dot: readers of the folder pass it over
    _make_folder(path.parent, 0o700 if private else 0o777)
    try:
        partial.touch(0o600 if private else 0o666, exist_ok=False)
        with partial.open("wb") as stream:
            if path.exists() and not private:
                partial.chmod(path.stat().st_mode)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
        _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _make_folder(folder: Path, mode: int) -> None:
    """Make a folder, and those above it, all with one mode."""
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode, exist_ok=True)
    folder.mkdir(exist_ok=True)  # an error where it is a file


def write_whole(path: str | Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all; a lone surrogate, which UTF-8 lacks, becomes its escape.

    `private`: for the owner alone, as `atomic_write` says.
    """
    with atomic_write(Path(path), private=private) as stream:
        stream.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))


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
