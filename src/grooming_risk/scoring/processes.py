"""Scores many texts in several processes: each gets the model once, then lists of texts, and sends numbers back."""

from __future__ import annotations

import pickle
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from grooming_risk.errors import MissingExtraError
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.many import WORTH, bulk_scorer, expect
from grooming_risk.scoring.process_pool import process_pool
from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import Scorer

CHUNK: Final = 4_000
"""Texts that go to a process at once: some ten milliseconds of work by machine code, a tenth of a second without."""

_AHEAD: Final = 2  # lists under way for each process: one in work, one waiting

_model: Scorer | None = None

T = TypeVar("T")


def score_in_processes(model: Scorer, texts: Iterable[str], n_jobs: int) -> Iterator[Score]:
    """Score messages in several processes; order kept, some ten thousand texts in memory at a time.

    What a `Score` works out on demand, it works out in this process.

    Parameters
    ----------
    model : Scorer
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
    marks = [model.thresholds["levels"][level] for level in LEVELS[1:]]
    for chunk, risks in in_processes(model, _risks, texts, n_jobs):
        for text, risk in zip(chunk, risks, strict=False):
            yield Score(model, text, risk, LEVELS[bisect_right(marks, risk)])
        for text in chunk[len(risks) :]:
            yield model.score(text)  # says what is wrong with it


def in_processes(
    model: Scorer, work: Callable[[Scorer, list[str]], T], texts: Iterable[str], n_jobs: int
) -> Iterator[tuple[list[str], T]]:
    """Yield lists of texts and what some work on them returned, in order.

    Parameters
    ----------
    model, texts, n_jobs : Scorer, iterable of str, and int
        As `score_in_processes` takes them.
    work : callable
        A function of a module: takes the model and a list of texts.
    """
    jobs = processes(n_jobs)
    chunks = _chunks(texts)
    if jobs == 1:
        yield from ((chunk, work(model, chunk)) for chunk in chunks)
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
    while chunk := list(islice(source, CHUNK)):
        yield chunk


@contextmanager
def _model_file(model: Scorer) -> Iterator[str]:
    """Give a private file with the model: what a process is started with must be small, or a start that fails hangs."""
    with TemporaryDirectory(prefix="grooming-risk-") as folder:
        path = Path(folder, "model")
        path.write_bytes(pickle.dumps(model))
        yield str(path)


def _hold(path: str) -> None:
    """Take the model of this process from the file that the parent has just written."""
    global _model
    _model = pickle.loads(Path(path).read_bytes())
    expect(WORTH)  # nobody starts processes for a few


def _with_model(work: Callable[[Scorer, list[str]], T], texts: list[str]) -> T:
    assert _model is not None
    return work(_model, texts)


def _risks(model: Scorer, texts: Sequence[str]) -> array[float]:
    """Return the risk of each text, up to the first that is no text."""
    messages = list(takewhile(lambda text: isinstance(text, str), texts))
    expect(len(messages))
    if bulk := bulk_scorer(model, len(messages)):
        return array("d", bulk.probabilities(messages)[0].tobytes())
    return array("d", [model.score(text).risk for text in messages])
