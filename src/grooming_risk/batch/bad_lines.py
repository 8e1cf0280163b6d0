"""Unreadable lines of the input: one file for each part, which the run joins at its end."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from grooming_risk.io.atomic_write import atomic_write
from grooming_risk.io.lines import BadLine

BAD: Final = "_bad"
"""Folder of the bad lines, in the output folder."""


class BadLines:
    """Writes the bad lines of one part, byte for byte, and counts them. `bad_lines` makes it.

    Parameters
    ----------
    path : Path
        Created when the first bad line comes.
    stack : ExitStack
        Closes the file.
    """

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.count = 0
        self._path = path
        self._stack = stack
        self._stream: BinaryIO | None = None

    def __call__(self, bad: BadLine) -> None:
        """Write the bytes of a bad line."""
        self.write(bad.raw)

    def write(self, raw: bytes) -> None:
        """Write one line, with a line end if it has none."""
        if self._stream is None:
            self._stream = self._stack.enter_context(atomic_write(self._path))
        self._stream.write(raw if raw.endswith(b"\n") else raw + b"\n")
        self.count += 1


@contextmanager
def bad_lines(folder: Path, name: str) -> Iterator[BadLines]:
    """Yield the writer for the bad lines of a part. The file of an earlier run is removed."""
    path = folder / BAD / name
    path.unlink(missing_ok=True)
    with ExitStack() as stack:
        yield BadLines(path, stack)


def join_bad_lines(folder: Path, names: Iterable[str], target: Path) -> None:
    """Join the bad lines of all parts in one file, in the order of the parts."""
    with atomic_write(target) as stream:
        for name in names:
            path = folder / BAD / name
            if path.exists():
                with path.open("rb") as lines:
                    shutil.copyfileobj(lines, stream)
