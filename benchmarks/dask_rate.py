"""A Dask cluster on this machine, measured with one and two workers, and the model of its overheads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from bulk_rate import write_files
from scipy.optimize import nnls
from texts import repeated

from timing import seconds

POINTS = ((1, 2, 2_000), (1, 24, 2_000), (1, 4, 30_000), (2, 2, 2_000), (2, 24, 2_000), (2, 4, 30_000), (2, 8, 15_000))
"""Workers, files, messages of a file."""

_COMMAND = [sys.executable, "-m", "grooming_risk", "score", "--cluster", "local"]


class Run(NamedTuple):
    """A run: its size, and how long it took."""

    workers: int
    files: int
    megabytes: float  # of all files
    messages: int  # of all files
    seconds: float


class Overheads(NamedTuple):
    """Seconds of the parts of a run, fitted.

    Attributes
    ----------
    startup : float
        Of the command, scheduler and client, and of the first task of each worker, which loads the model.
    worker : float
        Of a further worker process on this machine, which starts them one after the other.
    task : float
        Of the scheduler and the journal for each task: one after the other, however many workers there are.
    megabyte : float
        Of a worker for a megabyte of messages.
    """

    startup: float
    worker: float
    task: float
    megabyte: float

    def seconds(self, workers: int, files: int, megabytes: float) -> float:
        """Return how long a run takes by this model; its last files keep some workers idle."""
        share = -(-files // workers) / files
        return self.startup + self.worker * workers + self.task * files + self.megabyte * megabytes * share


def measured(texts: list[str], points: Sequence[tuple[int, int, int]] = POINTS) -> list[Run]:
    """Return the runs on a local cluster of files of JSON lines, with all columns of a score."""
    return [_run(texts, *point) for point in points]


def _run(texts: list[str], workers: int, files: int, messages: int) -> Run:
    with TemporaryDirectory() as folder:
        paths = write_files(Path(folder), repeated(texts, files * messages), files)
        megabytes = sum(path.stat().st_size for path in paths) / 1e6
        command = [*_COMMAND, *map(str, paths), "-o", f"{folder}/out", "--jobs", str(workers)]
        cost = seconds(partial(subprocess.run, command, check=True, capture_output=True))
        return Run(workers, files, megabytes, files * messages, cost)


def fitted(runs: Sequence[Run]) -> Overheads:
    """Return the overheads, none below zero, whose relative errors are the least."""
    rows = [[1, run.workers, run.files, run.megabytes * -(-run.files // run.workers) / run.files] for run in runs]
    scale = np.array([1 / run.seconds for run in runs])
    found, _ = nnls(np.array(rows, float) * scale[:, None], np.ones(len(runs)))
    return Overheads(*map(float, found))


def worst_error(overheads: Overheads, runs: Sequence[Run]) -> float:
    """Return the largest error of the model on measured runs, as a share of their time."""
    return max(abs(overheads.seconds(*run[:3]) / run.seconds - 1) for run in runs)
