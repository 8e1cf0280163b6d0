"""Tasks on a Dask cluster. Dask gives the task of a lost worker to another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from os import cpu_count
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, as_completed

from grooming_risk.batch.workers import Workers
from grooming_risk.errors import RunStoppedError


@contextmanager
def dask_workers(address: str | None, jobs: int | None) -> Iterator[Workers]:
    """Yield the workers of the cluster at an address; None starts a cluster on this machine and ends it.

    Raises
    ------
    RunStoppedError
        The cluster cannot be reached, or ended worker after worker of one task.
    """
    with ExitStack() as stack:
        scheduler: Any = address
        if address is None:
            # one thread for each worker: scoring is plain Python and holds the GIL
            local = LocalCluster(n_workers=jobs or cpu_count(), threads_per_worker=1, dashboard_address=None)
            scheduler = stack.enter_context(local)
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


def _client(scheduler: Any, address: str | None) -> Client:
    try:
        return Client(scheduler)
    except (OSError, ValueError) as error:
        raise RunStoppedError(f"{address}: no Dask scheduler answers ({type(error).__name__})") from None
