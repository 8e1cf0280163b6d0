"""Scores texts in several processes: each has the model, receives lists of texts, and returns numbers."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from itertools import islice, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from grooming_risk.errors import MissingExtraError
from grooming_risk.scoring.forked_pool import can_fork
from grooming_risk.scoring.many import BATCH, score_each
from grooming_risk.scoring.process_pool import in_order, process_pool
from grooming_risk.scoring.result import Compiled, Model, Score

_model: Model | None = None

T = TypeVar("T")
Work = Callable[[Model, list[str], Compiled | None], T]
"""A module-level function of the model, a list of texts, and the machine code where it pays."""


def score_in_processes(model: Model, texts: Iterable[str], n_jobs: int) -> Iterator[Score]:
    """Yield the scores of messages, in order, with some ten thousand texts in memory at most."""
    first = 0
    for chunk, risks in in_processes(model, _risks, texts, n_jobs):
        for text, risk in zip(chunk, risks, strict=False):
            yield Score(model, text, risk, model.level(risk))
        yield from score_each(model, chunk[len(risks) :], first + len(risks))  # raises TypeError for the first
        first += len(chunk)


def in_processes(
    model: Model, work: Work[T], texts: Iterable[str], n_jobs: int, *, many: bool = False
) -> Iterator[tuple[list[str], T]]:
    """Yield lists of texts, in order, each with its result of `work`.

    One process uses machine code from the second list on; with `many`, from the first.
    """
    jobs = processes(n_jobs)
    source = iter(texts)
    chunks = iter(lambda: list(islice(source, BATCH)), [])
    if jobs == 1:
        for number, chunk in enumerate(chunks):
            yield chunk, work(model, chunk, model.compiled if many or number else None)
        return
    with _pool_with(model, work, jobs) as pool:
        yield from in_order(pool, jobs, partial(_with_model, work), chunks, _itself)


@contextmanager
def _pool_with(model: Model, work: Work[T], jobs: int) -> Iterator[Executor]:
    """Yield a pool of processes that have the model."""
    if can_fork():
        work(model, [""], model.compiled)  # the machine code too is loaded once, before they are forked
        with process_pool(jobs, _take, model) as pool:
            yield pool
        return
    with TemporaryDirectory(prefix="grooming-risk-") as folder:
        path = Path(folder, "model")  # a process that fails to start with large arguments hangs
        path.write_bytes(pickle.dumps(model))
        with process_pool(jobs, _load, path) as pool:
            yield pool


def processes(n_jobs: int) -> int:
    """Return the number of processes for `n_jobs`; a negative one counts from the processors, by joblib.

    Raises
    ------
    ValueError
        `n_jobs` is 0.
    MissingExtraError
        It is negative, and joblib is not installed.
    """
    if n_jobs == 1:
        return 1
    if n_jobs == 0:
        raise ValueError("n_jobs must not be 0; 1 is this process, -1 one process for each processor")
    try:
        from joblib import effective_n_jobs
    except ModuleNotFoundError:
        if n_jobs > 0:
            return n_jobs
        raise MissingExtraError("joblib", "train") from None
    return int(effective_n_jobs(n_jobs))


def _itself(chunk: list[str]) -> list[str]:
    return chunk


def _take(model: Model) -> None:
    global _model
    _model = model


def _load(path: Path) -> None:
    """Load the model from the file that the parent wrote."""
    _take(pickle.loads(path.read_bytes()))


def _with_model(work: Work[T], texts: list[str]) -> T:
    assert _model is not None
    return work(_model, texts, _model.compiled)


def _risks(model: Model, texts: Sequence[str], compiled: Compiled | None) -> array[float]:
    """Return the risks of the texts before the first that is not a str."""
    messages = list(takewhile(lambda text: isinstance(text, str), texts))
    if compiled:
        return array("d", compiled.probabilities(messages)[0].tobytes())
    return array("d", [model.score(text).risk for text in messages])
