"""Scores many texts in several processes: each gets the model once, then lists of texts, and sends numbers back."""

from __future__ import annotations

import pickle
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from grooming_risk.errors import MissingExtraError
from grooming_risk.scoring.many import BATCH
from grooming_risk.scoring.process_pool import process_pool
from grooming_risk.scoring.result import Compiled, Model, Score

_AHEAD: Final = 2  # lists under way for each process: one in work, one waiting

_model: Model | None = None

T = TypeVar("T")
Work = Callable[[Model, list[str], Compiled | None], T]
"""A function of a module: takes the model, a list of texts, and the machine code where it pays."""


def score_in_processes(model: Model, texts: Iterable[str], n_jobs: int) -> Iterator[Score]:
    """Score messages in several processes; order kept, some ten thousand texts in memory at a time.

    What a `Score` works out on demand, it works out in this process.

    Parameters
    ----------
    model : Model
        Sent to each process once.
    texts : iterable of str
        Read as scores are asked for, by this process.
    n_jobs : int
        Processes; -1 is one for each processor.

    Yields
    ------
    Score
        The same as of ``model.score``.

    Raises
    ------
    MissingExtraError
        joblib is not installed.
    TypeError
        A message is not a `str`; those before it are yielded first.
    ValueError
        `n_jobs` is 0.
    RunStoppedError
        A process was ended from outside.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> [score.level for score in score_in_processes(load_model(), ["gg", "what is 6 times 4?"], 1)]
    ['none', 'none']
    """
    for chunk, risks in in_processes(model, _risks, texts, n_jobs):
        for text, risk in zip(chunk, risks, strict=False):
            yield Score(model, text, risk, model.level(risk))
        for text in chunk[len(risks) :]:
            yield model.score(text)  # says what is wrong with it


def in_processes(
    model: Model, work: Work[T], texts: Iterable[str], n_jobs: int, *, many: bool = False
) -> Iterator[tuple[list[str], T]]:
    """Yield lists of texts and what some work on them returned, in order.

    Parameters
    ----------
    model, texts, n_jobs : Model, iterable of str, and int
        As `score_in_processes` takes them.
    work : callable
        What is done with a list of texts.
    many : bool, default=False
        Whether machine code pays from the first list on; in one process it is else used from the second on.
    """
    jobs = processes(n_jobs)
    chunks = _chunks(texts)
    if jobs == 1:
        for number, chunk in enumerate(chunks):
            yield chunk, work(model, chunk, model.compiled if many or number else None)
        return
    with _model_file(model) as path, process_pool(jobs, _hold, path) as pool:
        under_way: deque[tuple[list[str], Any]] = deque()
        for chunk in chunks:
            under_way.append((chunk, pool.submit(_with_model, work, chunk)))
            if len(under_way) == _AHEAD * jobs:
                first, future = under_way.popleft()
                yield first, future.result()
        for first, future in under_way:
            yield first, future.result()


def processes(n_jobs: int) -> int:
    """Return how many processes a number of jobs means.

    Raises
    ------
    ValueError
        It is 0.
    MissingExtraError
        It is not 1, and joblib is not installed.
    """
    if n_jobs == 1:
        return 1
    try:
        from joblib import effective_n_jobs
    except ModuleNotFoundError:
        raise MissingExtraError("joblib", "train") from None
    return int(effective_n_jobs(n_jobs))


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    source = iter(texts)
    while chunk := list(islice(source, BATCH)):
        yield chunk


@contextmanager
def _model_file(model: Model) -> Iterator[str]:
    """Give a private file with the model: what a process is started with must be small, or a start that fails hangs."""
    with TemporaryDirectory(prefix="grooming-risk-") as folder:
        path = Path(folder, "model")
        path.write_bytes(pickle.dumps(model))
        yield str(path)


def _hold(path: str) -> None:
    """Take the model of this process from the file that the parent has just written."""
    global _model
    _model = pickle.loads(Path(path).read_bytes())


def _with_model(work: Work[T], texts: list[str]) -> T:
    assert _model is not None
    return work(_model, texts, _model.compiled)  # nobody starts processes for a few


def _risks(model: Model, texts: Sequence[str], compiled: Compiled | None) -> array[float]:
    """Return the risk of each text, up to the first that is no text."""
    messages = list(takewhile(lambda text: isinstance(text, str), texts))
    if compiled:
        return array("d", compiled.probabilities(messages)[0].tobytes())
    return array("d", [model.score(text).risk for text in messages])
