"""The journal of an output folder: model and options of the run, and its finished parts.

A part is finished when its line is in the journal. Only the process of the command writes the journal. Anything else in
the folder is written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple
from weakref import WeakSet

from grooming_risk.batch.plan import Part
from grooming_risk.errors import OutputFolderError
from grooming_risk.io.atomic_write import remove_partial

JOURNAL: Final = "_journal"
"""Name of the journal. Readers of a folder ignore names that begin with an underscore."""

_opened_here: Final[WeakSet[BinaryIO]] = WeakSet()

_ANEW: Final = "give another output folder, or empty this one"


class PartResult(NamedTuple):
    """A line of the journal: a finished part."""

    source: str  # as in `Part`: the input when it was read
    name: str
    size: int
    modified: int
    levels: dict[str, int]  # messages at each level, with those below the level of the options
    bad: int  # lines that could not be read
    length: int  # bytes of the part
    digest: str = ""  # SHA-256 of the part; "" in a journal of an earlier version


class RunPlan(NamedTuple):
    """What must stay the same in all runs over conversations into one folder; the names are keys of the journal."""

    files: list[str]  # the input files, in order
    skipped: dict[str, str]  # files that cannot be read, and their problems
    checked: bool  # whether all files were read to find those
    shares: int  # number of partitions


class Journal:
    """The journal of one output folder, from its open file and the run: model and options, as plain data."""

    def __init__(self, folder: Path, stream: BinaryIO, run: Mapping[str, Any]) -> None:
        self.folder = folder
        self._stream = stream
        try:
            entries = list(_whole_lines(stream))
        except ValueError:
            raise OutputFolderError(f"{folder / JOURNAL}: altered since it was written; {_ANEW}") from None
        if len(entries) == 1 and entries[0] != json.loads(json.dumps(run)):  # nothing was settled or finished: no part
            stream.truncate(0)
            entries = []
        if not entries:
            self._write(dict(run))
        elif other := [name for name in run if entries[0].get(name) != run[name]]:
            raise OutputFolderError(f"{folder}: was begun with another {' and '.join(other)}; {_ANEW}")
        plans = [RunPlan(**entry["settled"]) for entry in entries if "settled" in entry]
        self.plan = plans[-1] if plans else None
        self._results = {entry["source"]: PartResult(**entry) for entry in entries if "source" in entry}
        self.names = {source: result.name for source, result in self._results.items()}

    def add(self, result: PartResult) -> None:
        """Note that a part is finished."""
        self._write(result._asdict())
        self._results[result.source] = result

    def set_plan(self, plan: RunPlan) -> None:
        """Note the plan for all runs into the folder."""
        self._write({"settled": plan._asdict()})
        self.plan = plan

    def result(self, part: Part) -> PartResult | None:
        """Return the result of a finished part, or None if the part is missing, or was altered.

        Raises
        ------
        OutputFolderError
            The input changed after it was scored.
        """
        noted = self._results.get(part.source)
        path = self.folder / part.name
        if noted is None or not path.is_file() or path.stat().st_size != noted.length:
            return None
        if noted.digest and digest_of(path) != noted.digest:  # altered by somebody else
            return None
        if (noted.size, noted.modified) != (part.size, part.modified):
            raise OutputFolderError(f"{part.source}: changed since it was scored; remove {path} to score it again")
        return noted

    def _write(self, entry: dict[str, Any]) -> None:
        self._stream.write(json.dumps(entry).encode() + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


@contextmanager
def open_journal(folder: Path, run: Mapping[str, Any]) -> Iterator[Journal]:
    """Open the journal of an output folder, and remove the partial files of a stopped run.

    Raises
    ------
    OutputFolderError
        The folder holds something else, was begun with another model or other options, or another run is writing it.
    """
    with _opened(folder) as stream:
        _opened_here.add(stream)
        _lock(stream, folder)
        remove_partial(folder)
        yield Journal(folder, stream, run)


def _opened(folder: Path) -> BinaryIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / JOURNAL).exists() and any(folder.iterdir()):
            raise OutputFolderError(f"{folder}: holds files of something else; {_ANEW}")
        return (folder / JOURNAL).open("a+b")
    except OSError as error:
        raise OutputFolderError(f"{folder}: cannot be written ({error.strerror or type(error).__name__})") from None


def _whole_lines(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield the entries, and cut off a last one that is incomplete."""
    stream.seek(0)
    whole = 0
    for line in stream:
        if not line.endswith(b"\n"):
            break
        whole += len(line)
        yield json.loads(line)
    stream.truncate(whole)


def _leave() -> None:
    """Close the journals in a process that was forked: it would keep the lock, and may outlive this one."""
    for stream in _opened_here:
        stream.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave)


def _lock(stream: BinaryIO, folder: Path) -> None:
    """Lock out a second run, on systems with `flock`. The lock ends with its process, even a killed one."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputFolderError(f"{folder}: another run is writing it; wait for it to end") from None
