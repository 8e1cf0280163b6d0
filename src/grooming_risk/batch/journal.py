"""The journal of an output folder: what the run was begun with, and which parts are finished.

A part counts once its line stands in the journal. Only the process that runs the command writes it; whatever else lies
in the folder is made anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from grooming_risk.batch.plan import Part
from grooming_risk.errors import OutputFolderError
from grooming_risk.io.atomic_write import remove_partial

JOURNAL: Final = "_journal"
"""Its name: readers of a folder pass over names that begin with an underscore."""

_ANEW: Final = "give another output folder, or empty this one"


class Finished(NamedTuple):
    """A part that is written.

    Attributes
    ----------
    source, name, size, modified : str and int
        As in `Part`: the input as it was when it was read.
    levels : dict of str to int
        Messages at each level, those included that an option left out.
    bad : int
        Lines that could not be read.
    length : int
        Bytes of the part.
    """

    source: str
    name: str
    size: int
    modified: int
    levels: dict[str, int]
    bad: int
    length: int


class Journal:
    """The journal of one output folder, locked while it is open. `open_journal` makes it.

    Parameters
    ----------
    folder : Path
        The output folder.
    stream : binary stream
        The journal, open for reading and appending.
    run : mapping
        What the parts are made with: model and options.
    """

    def __init__(self, folder: Path, stream: BinaryIO, run: Mapping[str, Any]) -> None:
        self.folder = folder
        self._stream = stream
        try:
            entries = list(_whole_lines(stream))
        except ValueError:
            raise OutputFolderError(f"{folder / JOURNAL}: altered since it was written; {_ANEW}") from None
        if entries:
            _check_run(folder, entries[0], run)
        else:
            self._write(dict(run))
        self.names = {entry["source"]: entry["name"] for entry in entries if "source" in entry}
        self.settled: dict[str, Any] | None = None
        for entry in entries:
            self.settled = entry.get("settled", self.settled)
        self._finished = {entry["source"]: Finished(**entry) for entry in entries if "source" in entry}

    def add(self, finished: Finished) -> None:
        """Note that a part is written."""
        self._write(finished._asdict())
        self._finished[finished.source] = finished

    def settle(self, settled: dict[str, Any]) -> None:
        """Note what must stay as it is for all runs into the folder."""
        self._write({"settled": settled})
        self.settled = settled

    def finished(self, part: Part) -> Finished | None:
        """Return what is noted of a part, or None where it has to be made.

        Raises
        ------
        OutputFolderError
            The input was changed after it was scored.
        """
        noted = self._finished.get(part.source)
        path = self.folder / part.name
        if noted is None or not path.is_file() or path.stat().st_size != noted.length:
            return None
        if (noted.size, noted.modified) != (part.size, part.modified):
            raise OutputFolderError(f"{part.source}: changed since it was scored; remove {path} to score it again")
        return noted

    def _write(self, entry: dict[str, Any]) -> None:
        self._stream.write(json.dumps(entry).encode() + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())


@contextmanager
def open_journal(folder: Path, run: Mapping[str, Any]) -> Iterator[Journal]:
    """Open the journal of an output folder, and clear away what a stopped run left half written.

    Parameters
    ----------
    folder : Path
        Made if it is absent; else it must be empty, or begun with the same model and options.
    run : mapping
        Model and options, as plain data.

    Raises
    ------
    OutputFolderError
        The folder holds something else, was begun otherwise, or another run is writing it.
    """
    with _opened(folder) as stream:
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
    """Yield the entries, and cut off a last one that a stopped run did not finish."""
    stream.seek(0)
    whole = 0
    for line in stream:
        if not line.endswith(b"\n"):
            break
        whole += len(line)
        yield json.loads(line)
    stream.truncate(whole)


def _check_run(folder: Path, begun: Mapping[str, Any], run: Mapping[str, Any]) -> None:
    other = [name for name in run if begun.get(name) != run[name]]
    if other:
        raise OutputFolderError(f"{folder}: was begun with another {' and '.join(other)}; {_ANEW}")


def _lock(stream: BinaryIO, folder: Path) -> None:
    """Refuse a second run at the same time, where the system has such locks; a killed process loses its own."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputFolderError(f"{folder}: another run is writing it; wait for it to end") from None
