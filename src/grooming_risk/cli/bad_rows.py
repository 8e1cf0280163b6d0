"""Rows that cannot be read: they stop a command, or go to a file and are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from grooming_risk.cli.account import account
from grooming_risk.cli.counted import counted
from grooming_risk.cli.terminal import tell
from grooming_risk.errors import RunStoppedError
from grooming_risk.io.atomic_write import atomic_write
from grooming_risk.io.exports.message import BAD
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.lines import BadLine, stop_or_skip

Form = Callable[[BadLine], bytes]


def whole(bad: BadLine) -> bytes:
    """Return the bytes of a bad row, or where it stands if it has none."""
    return bad.raw or place(bad)


def place(bad: BadLine) -> bytes:
    """Return where a bad row stands and what is wrong; no text of a message."""
    return str(bad.error).encode("utf-8", "backslashreplace")


class BadRows:
    """Counts bad rows and writes them to a file; without a file the first one stops the command."""

    def __init__(self, path: Path | None, stream: BinaryIO | None, form: Form) -> None:
        self.count = 0
        self._path, self._stream, self._form = path, stream, form

    def __call__(self, bad: BadLine) -> None:
        """Take a bad row."""
        if self._stream is None:
            stop_or_skip(bad)
            return
        self.count += 1
        self._stream.write(self._form(bad).rstrip(b"\r\n") + b"\n")

    def tell(self, scored: int, tally: Tally, *, fail: bool) -> None:
        """Say what became of the rows; fail if there were bad ones and the caller asked for that.

        Raises
        ------
        RunStoppedError
            There were bad rows, and `fail`.
        """
        if any(tally.values()):
            tell(account({**tally, "messages": scored, BAD: self.count}, 0, 0, tally.assumed))
        tell_bad(self.count, scored, self._path, fail=fail, left_out=left_out(tally))


def left_out(tally: Mapping[str, int]) -> int:
    """Return how many rows of an export are no message and not bad.

    Examples
    --------
    >>> left_out({"messages": 10, "bad": 1, "system": 2, "empty": 3})
    5
    """
    return sum(count for kind, count in tally.items() if kind not in ("messages", BAD))


def tell_bad(bad: int, scored: int, path: Path | None, *, fail: bool, left_out: int = 0) -> None:
    """Say how many rows were read, scored, put aside and left out; the numbers sum to the rows read, as in `account`.

    Raises
    ------
    RunStoppedError
        There were bad rows, and `fail`.
    """
    if not bad:
        return
    lines = counted(bad, "bad line")
    others = f", {left_out:,} left out" if left_out else ""
    read = scored + bad + left_out
    tell(f"grooming-risk: {lines} went to {path}: {read:,} read, {scored:,} scored, {bad:,} bad{others}")
    if fail:
        raise RunStoppedError(f"{lines}, and --fail-on-bad is given")


@contextmanager
def bad_rows(path: Path | None, form: Form = whole) -> Iterator[BadRows]:
    """Yield what takes bad rows. The file appears when all is read."""
    if path is None:
        yield BadRows(None, None, form)
        return
    with atomic_write(path) as stream:
        yield BadRows(path, stream, form)
