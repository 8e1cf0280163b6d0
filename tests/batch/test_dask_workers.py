"""Files scored on a Dask cluster: the same bytes, and every row once when a worker is killed."""

import os
import signal
import threading
import time
import urllib.error
import urllib.request

import pytest

from grooming_risk.batch.options import Options
from grooming_risk.batch.run import SUCCESS, score_files
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import MissingExtraError, RunStoppedError
from support.cli import run_process
from support.scale_files import input_files, part_rows, parts

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
dask_workers = pytest.importorskip("grooming_risk.batch.dask_workers").dask_workers

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")]

REFUSED = r"Timed out|TLS|expected|closed|certificate|verify"
ALONE = Options(keep=("id",))
CHATS = Options(keep=("id",), columns=Columns("text", "conversation", "author", "at"))


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes, each with a nanny that restarts it."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as started:
        yield started


def finished_tasks(out, options):
    """Return the finished parts, or the finished pieces of conversations."""
    return set(out.rglob("*.note")) if options.columns else set(parts(out)) if out.exists() else set()


@pytest.mark.parametrize("options", [ALONE, CHATS], ids=["alone", "conversations"])
def test_a_killed_worker_neither_loses_nor_doubles_a_row(cluster, options, tmp_path):
    files = input_files(tmp_path / "in", files=10, count=300)
    out = tmp_path / "out"
    found = []

    def kill_one():
        while len(before := finished_tasks(out, options)) < 3:
            time.sleep(0.005)
        worker = next(iter(cluster.workers.values()))
        os.kill(worker.pid, signal.SIGKILL)
        found.append((worker.pid, len(before), set(parts(out))))

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    score_files(files, out, options, cluster=cluster.scheduler_address)
    killer.join(timeout=30)

    ((pid, done, whole),) = found
    assert done < (20 if options.columns else 10)
    assert len(whole) < 10
    assert pid not in [worker.pid for worker in cluster.workers.values()]
    assert [row["id"] for row in part_rows(out)] == list(range(3000))
    score_files(files, tmp_path / "expected", options)
    assert parts(out) == parts(tmp_path / "expected")
    assert (out / SUCCESS).exists()


def test_a_local_cluster_is_started_for_the_command(tmp_path):
    files = input_files(tmp_path / "in")
    run_process("score", *files, "-o", tmp_path / "out", "--keep", "id", "--cluster", "local", "--jobs", 2)
    score_files(files, tmp_path / "expected", ALONE)

    assert [row["id"] for row in part_rows(tmp_path / "out")] == list(range(120))
    assert len(parts(tmp_path / "out")) == 3


def test_an_address_without_a_scheduler_is_named(tmp_path):
    files = input_files(tmp_path / "in", files=1)

    with pytest.raises(RunStoppedError, match="no-scheme-here://x: no Dask scheduler answers"):
        score_files(files, tmp_path / "out", ALONE, cluster="no-scheme-here://x")


def test_the_cluster_of_this_machine_takes_nobody_without_its_keys(monkeypatch):
    """Another user of the machine could else run code in the processes of the run."""
    started = []

    class Recorded(distributed.LocalCluster):
        def __init__(self, **options):
            super().__init__(**options)
            started.append(self)

    monkeypatch.setattr("grooming_risk.batch.dask_workers.LocalCluster", Recorded)
    with dask_workers(None, 1) as workers:
        (cluster,) = started
        plain = cluster.scheduler_address.replace("tls://", "tcp://")

        assert list(workers.run(abs, [-3])) == [3]
        assert [where.split(":")[0] for where in (cluster.scheduler_address, *cluster.scheduler.workers)] == ["tls"] * 2
        with pytest.raises(OSError, match=REFUSED):
            distributed.Client(plain, timeout=2)
        with pytest.raises(OSError, match=REFUSED):
            distributed.Client(cluster.scheduler_address, security=distributed.Security.temporary(), timeout=2)
        (worker,) = cluster.scheduler.workers.values()
        for port in (cluster.scheduler.http_server.port, worker.services["dashboard"]):
            for page in ("status", "info/main/workers.html", "json/counts.json", "metrics", "health"):
                with pytest.raises(urllib.error.HTTPError, match="404"):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=10)


def test_absent_cryptography_is_told_with_the_extra(monkeypatch):
    def absent():
        raise ImportError("Using `Security.temporary` requires `cryptography`")

    monkeypatch.setattr(distributed.Security, "temporary", absent)
    told = pytest.raises(MissingExtraError, match=r"cryptography is not installed; .*grooming-risk\[dask\]")
    with told, dask_workers(None, 1):
        pass
