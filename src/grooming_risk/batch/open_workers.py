"""Opens workers for tasks: this process, a pool of processes, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, as_completed
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from grooming_risk.batch.workers import Workers
from grooming_risk.errors import missing_extra
from grooming_risk.scoring.forked_pool import can_fork
from grooming_risk.scoring.process_pool import in_order, process_pool

LOCAL: Final = "local"
"""Name of a cluster on this machine, started for one run."""


@contextmanager
def workers(
    jobs: int | None = None, cluster: str | None = None, before_fork: Callable[[], object] | None = None
) -> Iterator[Workers]:
    """Yield workers, and end them.

    Parameters
    ----------
    jobs : int, 1 or more, optional
        Number of processes; None is 1, and on a local cluster one for each processor.
    cluster : str, optional
        ``"local"``, or the address of a Dask scheduler, such as ``"tcp://host:8786"``.
    before_fork : callable, optional
        Loads what the processes share, where they are forked.

    Raises
    ------
    MissingExtraError
        Dask is needed and not installed; or joblib, for processes that cannot be forked.
    RunStoppedError
        The cluster cannot be reached, or a worker was killed before its task was done (on a cluster: more than once).
    """
    if cluster is not None:
        try:
            from grooming_risk.batch.dask_workers import dask_workers
        except ModuleNotFoundError as error:
            raise missing_extra(error) or error from None
        with dask_workers(None if cluster == LOCAL else cluster, jobs) as running:
            yield running
    elif jobs is None or jobs == 1:
        yield Workers(1, map)
    else:
        if before_fork and can_fork():
            before_fork()
        with process_pool(jobs) as pool:
            yield Workers(jobs, partial(_run, pool), partial(in_order, pool, jobs))


def _run(pool: Executor, function: Callable[..., Any], arguments: Iterable[Any]) -> Iterator[Any]:
    for future in as_completed([pool.submit(function, argument) for argument in arguments]):
        yield future.result()
