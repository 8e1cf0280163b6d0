"""Puts lines that cannot be read aside, a file for each part, until the run joins them into one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from grooming_risk.io.atomic_write import whole_file
from grooming_risk.io.lines import BadLine

BAD: Final = "_bad"
"""Folder of the bad lines, in the output folder."""


class BadLines:
    """Writes the bad lines of one part as they stood, and counts them. `bad_lines` makes it.

    Parameters
    ----------
    path : Path
        Written with the first bad line.
    stack : ExitStack
        Closes the file.
    """

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.count = 0
        self._path = path
        self._stack = stack
        self._stream: BinaryIO | None = None

    def __call__(self, bad: BadLine) -> None:
        """Put a line aside."""
        self.write(bad.raw)

    def write(self, raw: bytes) -> None:
        """Write one line; the end of a line is added where it has none."""
        if self._stream is None:
            self._stream = self._stack.enter_context(whole_file(self._path))
        self._stream.write(raw if raw.endswith(b"\n") else raw + b"\n")
        self.count += 1


@contextmanager
def bad_lines(folder: Path, name: str) -> Iterator[BadLines]:
    """Give what takes the bad lines of a part, in the place of those of an earlier run."""
    path = folder / BAD / name
    path.unlink(missing_ok=True)
    with ExitStack() as stack:
        yield BadLines(path, stack)


def join_bad_lines(folder: Path, names: Iterable[str], target: Path) -> None:
    """Write the bad lines of parts into one file, in the order of the parts."""
    with whole_file(target) as stream:
        for name in names:
            path = folder / BAD / name
            if path.exists():
                with path.open("rb") as lines:
                    shutil.copyfileobj(lines, stream)
