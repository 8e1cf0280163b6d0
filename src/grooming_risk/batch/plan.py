"""Names of the output parts, one for each input file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grooming_risk.errors import OutputFolderError


class Part(NamedTuple):
    """An input file and its output part."""

    source: str  # the input file, as an absolute path
    shown: str  # the input file as the caller named it; rows hold it
    name: str  # path of the part, relative to the output folder
    size: int  # bytes of the input; -1 if it is absent
    modified: int  # when the input was modified: nanoseconds since the epoch, or -1


def plan_parts(files: Iterable[str | Path], folder: Path, form: str, known: Mapping[str, str]) -> list[Part]:
    """Plan the output part of every input file, in order.

    A part has the name of its file, with the folders below the deepest folder that all files share, or the known name
    that an earlier run into the folder gave to the absolute path.

    Raises
    ------
    OutputFolderError
        Two files would have one part, a part would replace an input file, or its name would be hidden.

    Examples
    --------
    >>> parts = plan_parts(["in/monday/a.csv", "in/tuesday/a.parquet"], Path("out"), "auto", {})
    >>> [Path(part.name).as_posix() for part in parts]
    ['monday/a.csv.jsonl', 'tuesday/a.parquet']
    """
    shown = [str(path) for path in files]
    sources = [os.path.abspath(path) for path in shown]
    root = os.path.commonpath([os.path.dirname(source) for source in sources]) if sources else ""
    names = [known.get(source) or _part_name(os.path.relpath(source, root), form) for source in sources]
    _check_names(sources, names, folder, known)
    places = zip(sources, shown, names, strict=True)
    return [Part(source, given, name, *size_and_time(source)) for source, given, name in places]


def _part_name(name: str, form: str) -> str:
    suffix = ".parquet" if form == "parquet" or (form == "auto" and name.lower().endswith(".parquet")) else ".jsonl"
    return name if name.lower().endswith(suffix) else name + suffix


def _check_names(sources: Sequence[str], names: Sequence[str], folder: Path, known: Mapping[str, str]) -> None:
    inputs = {os.path.realpath(source) for source in sources}
    given = set(sources)
    owners = {name: source for source, name in known.items() if source not in given}
    for source, name in zip(sources, names, strict=True):
        if name in owners:
            raise OutputFolderError(f"{source}: its part {name} is that of {owners[name]} already; give each file "
                                    "once, and files of one name an output folder each")  # fmt: skip
        owners[name] = source
        if os.path.realpath(folder / name) in inputs:
            raise OutputFolderError(f"{source}: its part would replace an input file; give another output folder")
        if any(part.startswith(("_", ".")) for part in Path(name).parts):
            raise OutputFolderError(f"{source}: readers of a folder pass over names that begin with _ or .; rename it")


def size_and_time(source: str) -> tuple[int, int]:
    """Return the size of a file and when it was modified; -1 and -1 if it is absent."""
    try:
        status = os.stat(source)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns
