"""Files to read: a file, a folder, a .zip or a .gz, read in place within limits."""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from io import RawIOBase
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, NamedTuple, cast

from grooming_risk.errors import DataError
from grooming_risk.io.encodings import HEAD

MAX_RATIO: Final = 200
"""Bytes that one compressed byte may become; text seldom passes 20."""
_FREE: Final = 50_000_000  # bytes below which no ratio is looked at
_HIDDEN: Final = (".", "__MACOSX")


class Source(NamedTuple):
    """A file to read.

    Attributes
    ----------
    name : str
        Path as the user knows it; within an archive ``archive.zip/member``.
    open : callable
        Opens it for reading bytes.
    chat : str
        What names its conversation, where the last part of the path does not tell it from others; else "".
    """

    name: str
    open: Callable[[], BinaryIO]
    chat: str = ""

    @property
    def inner(self) -> PurePosixPath:
        """Return the path without ``.gz``."""
        return PurePosixPath(self.name.removesuffix(".gz"))

    @property
    def conversation(self) -> str:
        """Return what names the conversation of a file whose content does not."""
        return self.chat or self.inner.stem


def sources(path: str | Path) -> list[Source]:
    """Return the files of an export, folders and archives opened, in the order of their names.

    Raises
    ------
    DataError
        The path does not exist, holds no file, has a link that leads out of it, or is an archive that is damaged,
        encrypted, or names a path outside it.
    """
    root = Path(path)
    if root.is_dir():
        files = [source for file in _files(root) for source in _file(file)]
        if not files:
            raise DataError(path, None, "the folder holds no file")
    elif root.exists():
        files = list(_file(root))
    else:
        raise DataError(path, None, "no such file or folder")
    stems = Counter(source.inner.stem for source in files)
    return [_told_apart(source) if stems[source.inner.stem] > 1 else source for source in files]


def _files(root: Path) -> list[Path]:
    inside = root.resolve()
    files = sorted(file for file in root.rglob("*") if not file.is_dir() and not _is_hidden(file.relative_to(root)))
    for file in files:
        if file.is_symlink() and not file.resolve().is_relative_to(inside):
            raise DataError(file, None, "is a link that leads out of the folder; copy the file if you trust it")
    return [file for file in files if file.is_file()]


def _told_apart(source: Source) -> Source:
    """Name the conversation of a file by its folder too: another folder has a file of the same name."""
    path = source.inner
    return source._replace(chat=f"{path.parent.name}/{path.stem}" if path.parent.name else path.stem)


def _is_hidden(path: Path | PurePosixPath) -> bool:
    return any(part.startswith(_HIDDEN) for part in path.parts)


def _file(path: Path) -> Iterator[Source]:
    if path.suffix.lower() == ".zip":
        yield from _members(path)
    else:
        yield file_source(path)


def file_source(path: str | Path) -> Source:
    """Return one file, unpacked if it is a .gz; what the system refuses is a DataError when it is opened."""
    return Source(str(path), partial(_open_file, Path(path)))


def _open_file(path: Path) -> BinaryIO:
    try:
        return _open_gzip(path) if path.suffix.lower() == ".gz" else path.open("rb", HEAD)
    except OSError as error:
        raise DataError.from_os(path, error) from None


def _members(path: Path) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        raise DataError(path, None, "not a .zip file, or damaged") from None
    for member in members:
        name = PurePosixPath(member.filename)
        if name.is_absolute() or ".." in name.parts or "\\" in member.filename:
            raise DataError(path, None, "names a path outside the archive; unpack it yourself if you trust it")
        if member.is_dir() or _is_hidden(name):
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            raise DataError(path, None, "holds a link; unpack it yourself if you trust it")
        if member.flag_bits & 1:
            raise DataError(path, None, "is encrypted; unpack it first")
        yield Source(f"{path}/{member.filename}", partial(_open_member, path, member))


def _open_member(path: Path, member: zipfile.ZipInfo) -> BinaryIO:
    try:
        stream = zipfile.ZipFile(path).open(member)  # noqa: SIM115 - the caller closes it
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        raise DataError(f"{path}/{member.filename}", None, "cannot be unpacked; the archive is damaged") from None
    return _limited(stream, f"{path}/{member.filename}", member.compress_size)


def _open_gzip(path: Path) -> BinaryIO:
    return _limited(cast(BinaryIO, gzip.open(path)), str(path), path.stat().st_size)


def _limited(stream: object, name: str, size: int) -> BinaryIO:
    return cast(BinaryIO, _Limited(cast(BinaryIO, stream), name, max(_FREE, MAX_RATIO * size)))


class _Limited(RawIOBase):
    """A stream that refuses to become much longer than what it was unpacked from."""

    def __init__(self, stream: BinaryIO, name: str, most: int) -> None:
        super().__init__()
        self._stream, self._name, self._left = stream, name, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        try:
            data = self._stream.read(len(view))
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile):
            raise DataError(self._name, None, "cannot be unpacked to its end; the archive is damaged") from None
        self._left -= len(data)
        if self._left < 0:
            raise DataError(self._name, None, f"unpacks to more than {MAX_RATIO} times its size; refused")
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
