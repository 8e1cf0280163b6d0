"""Speed from file to file, beside pandas that reads and writes the same file without scoring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, NamedTuple

import pandas as pd
from bulk_rate import calls
from cold import cold_seconds
from isolated import isolated
from message_speed import Sizes
from sights import COLD, sights
from speed_table import OURS, SpeedTable
from texts import Input, repeated

from grooming_risk.batch.options import Options
from grooming_risk.batch.run import score_files
from timing import seconds

FLOOR = "pandas, without scoring"

_OURS = """
import sys
from grooming_risk.batch.run import score_files
from grooming_risk.batch.options import Options
call = lambda paths: score_files(paths[:1], paths[1], Options(keep=("id",)))
"""
_FLOOR = """
import pandas as pd
call = lambda paths: pd.{read}.{write}
"""


class Form(NamedTuple):
    """A file format, and how pandas reads and writes it."""

    suffix: str
    read: Callable[[Path], pd.DataFrame]
    write: Callable[[pd.DataFrame, Path], Any]
    program: str  # both for a fresh process


FORMS = {
    "JSON lines": Form(
        "jsonl",
        partial(pd.read_json, lines=True),
        lambda frame, path: frame.to_json(path, orient="records", lines=True),
        _FLOOR.format(read="read_json(paths[0], lines=True)", write="to_json(paths[1], orient='records', lines=True)"),
    ),
    "CSV": Form(
        "csv",
        pd.read_csv,
        partial(pd.DataFrame.to_csv, index=False),
        _FLOOR.format(read="read_csv(paths[0])", write="to_csv(paths[1], index=False)"),
    ),
    "parquet": Form(
        "parquet",
        pd.read_parquet,
        pd.DataFrame.to_parquet,
        _FLOOR.format(read="read_parquet(paths[0])", write="to_parquet(paths[1])"),
    ),
}


def file_table(some: Input, sizes: Sizes) -> SpeedTable:
    """Return the table of files with all columns of a score, by one process."""
    new = some.new[: sizes.files]
    table = SpeedTable(f"From file to file, all columns of a score: {some.name}, {_said(some, new)}", "a message")
    for name, form in FORMS.items():
        with TemporaryDirectory() as folder:
            warm = _written(form, Path(folder, "warm"), some.warm)
            path = _written(form, Path(folder, "new"), new)
            for who, call in {OURS: _ours(Path(folder)), FLOOR: _floor(form, Path(folder))}.items():
                times = sights(call, [path], partial(call, warm), sizes.rounds)
                table.add_sights(name, who, times, fmean, len(new))
            for who, program in {OURS: _OURS, FLOOR: form.program}.items():
                paths = [str(path), str(Path(folder, f"cold {who}"))]
                table.add(name, COLD, who, cold_seconds(program, paths, 1) / len(new))
    return table


def _said(some: Input, new: list[str]) -> str:
    """Return what the files hold, as the title says it."""
    size, once = fmean(map(len, new)), len(set(new))
    return (
        f"{len(new):,} messages ({once:,} different, {size:.0f} characters on average, after {len(some.warm):,} others)"
    )


def _written(form: Form, path: Path, texts: list[str]) -> Path:
    path = path.with_suffix(f".{form.suffix}")
    form.write(pd.DataFrame({"id": range(len(texts)), "text": texts}), path)
    return path


def _ours(folder: Path) -> Callable[[Path], object]:
    """Return what scores a file into a folder of its own: a finished one would only be resumed, in any process."""
    return lambda path: score_files([path], Path(mkdtemp(dir=folder), "scored"), Options(keep=("id",)))


def _floor(form: Form, folder: Path) -> Callable[[Path], object]:
    return lambda path: form.write(form.read(path), folder / f"copied.{form.suffix}")


def two_processes(some: Input, messages: int, rounds: int = 3) -> float:
    """Return the speed of two processes on eight files as a multiple of that of one, once all messages were met.

    The messages repeat. Processes that are forked know what this one has met, so one process has met them too.
    """
    texts = repeated([*some.warm, *some.new], messages)

    def ratio() -> float:
        with TemporaryDirectory() as folder:
            call = calls(texts, Path(folder), 8)["files"]
            call(1)
            one, two = zip(*((seconds(call, 1), seconds(call, 2)) for _ in range(rounds)), strict=True)
            return min(one) / min(two)

    return isolated(ratio)
