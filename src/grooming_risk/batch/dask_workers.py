"""Tasks on a Dask cluster. Dask gives the task of a lost worker to another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from os import cpu_count
from typing import Any, Final

from dask import config
from distributed import Client, KilledWorker, LocalCluster, Security, as_completed

from grooming_risk.batch.workers import Workers
from grooming_risk.errors import MissingExtraError, RunStoppedError

_NO_PAGES: Final[dict[str, list[str]]] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}
"""Pages of the scheduler and of workers tell what runs, to anybody on this machine."""

_ANY_PORT: Final = {"dashboard_address": "127.0.0.1:0"}
"""A free port of this machine alone, so that two runs at once do not meet; without a dashboard."""


@contextmanager
def dask_workers(address: str | None, jobs: int | None) -> Iterator[Workers]:
    """Yield the workers of the cluster at an address; None starts one on this machine, under TLS, and ends it.

    Raises
    ------
    MissingExtraError
        A cluster is to be started here, and cryptography is not installed.
    RunStoppedError
        The cluster cannot be reached, or ended worker after worker of one task.
    """
    with ExitStack() as stack:
        scheduler: Any = address
        if address is None:
            scheduler = stack.enter_context(_local_cluster(jobs or cpu_count()))
        client = stack.enter_context(_client(scheduler, address))

        def run(function: Callable[..., Any], arguments: Iterable[Any]) -> Iterator[Any]:
            futures = client.map(function, list(arguments), pure=False)
            try:
                for future in as_completed(futures):
                    yield future.result()
            except KilledWorker:
                raise RunStoppedError("the cluster lost worker after worker (was memory short?); "
                                      "run the same command again to go on") from None  # fmt: skip
            finally:
                client.cancel(futures)

        yield Workers(max(1, sum(client.nthreads().values())), run)


def _local_cluster(jobs: int | None) -> LocalCluster:
    """Start a cluster with keys for this run alone: else whoever is on this machine could run code in its processes."""
    try:
        keys = Security.temporary()
    except ImportError:
        raise MissingExtraError("cryptography", "dask") from None
    with config.set(_NO_PAGES):
        # one thread for each worker: scoring is plain Python and holds the GIL
        return LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None, scheduler_kwargs=_ANY_PORT,
                            security=keys)  # fmt: skip


def _client(scheduler: Any, address: str | None) -> Client:
    try:
        return Client(scheduler)
    except (OSError, ValueError) as error:
        raise RunStoppedError(f"{address}: no Dask scheduler answers ({type(error).__name__})") from None
