"""Texts scored in several processes: the same scores in the same order, in bounded memory, and clear ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import count

import pytest

from grooming_risk import load_model
from grooming_risk.errors import MissingExtraError, RunStoppedError
from grooming_risk.scoring.many import BATCH
from grooming_risk.scoring.process_pool import process_pool
from grooming_risk.scoring.processes import processes, score_in_processes

RISKY = "dont tell your mom, send me a pic"


@pytest.fixture(scope="module")
def model():
    return load_model()


@pytest.fixture(params=["forked", "fresh"])
def way(request, monkeypatch):
    """How processes come about: a thread beside the first one forbids the fork."""
    if request.param == "forked" and sys.platform != "linux":
        pytest.skip("forks on Linux alone")
    monkeypatch.setattr(threading, "active_count", lambda: 1 if request.param == "forked" else 2)
    return request.param


@pytest.mark.usefixtures("way")
def test_scores_are_those_of_the_model(model):
    texts = [f"{RISKY if i % 3 else 'gg wp'} {i}" for i in range(2 * BATCH + 5)]
    found = list(score_in_processes(model, iter(texts), 2))
    expected = list(map(model.score, texts))

    assert [(s.risk, s.level) for s in found] == [(s.risk, s.level) for s in expected]
    assert (found[1].patterns, found[1].evidence) == (expected[1].patterns, expected[1].evidence)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_texts_are_read_as_scores_are_asked_for(model, n_jobs):
    numbers = count()
    scores = score_in_processes(model, (f"gg {number}" for number in numbers), n_jobs)

    assert [next(scores).level for _ in range(10)] == ["none"] * 10
    assert next(numbers) <= 4 * BATCH
    scores.close()


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_what_is_no_text_is_told_where_it_is_reached(model, n_jobs):
    scores = score_in_processes(model, ["gg", "hi", None, "wp"], n_jobs)

    assert [next(scores).level, next(scores).level] == ["none", "none"]
    with pytest.raises(TypeError, match="message 2 must be a str, not NoneType"):
        next(scores)


def test_numbers_of_processes():
    assert (processes(1), processes(3)) == (1, 3)
    assert processes(-1) == len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else processes(-1) > 0
    with pytest.raises(ValueError, match="n_jobs"):
        processes(0)


def test_without_joblib_processes_are_forked_or_the_extra_is_named(way, model, monkeypatch):
    monkeypatch.setitem(sys.modules, "joblib", None)
    monkeypatch.setitem(sys.modules, "joblib.externals.loky", None)

    assert (processes(1), processes(2)) == (1, 2)
    with pytest.raises(MissingExtraError, match="grooming-risk\\[train\\]"):
        processes(-1)
    if way == "forked":
        assert [score.level for score in score_in_processes(model, ["gg", RISKY], 2)] == ["none", "high"]
    else:
        with pytest.raises(MissingExtraError, match="grooming-risk\\[train\\]"):
            list(score_in_processes(model, ["gg"], 2))


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.usefixtures("way")
def test_a_killed_process_is_told_of():
    with pytest.raises(RunStoppedError, match="a process ended before its work was done"), process_pool(1) as pool:
        pool.submit(os.kill, pool.submit(os.getpid).result(), signal.SIGKILL).result()


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("threads", [1, 2])
def test_processes_end_with_a_parent_that_was_killed(threads):
    code = (
        "import os, threading, time; from grooming_risk.scoring.process_pool import process_pool\n"
        f"threading.active_count = lambda: {threads}\n"
        "with process_pool(1) as pool: print(pool.submit(os.getpid).result(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    child = int(parent.stdout.readline())
    os.kill(child, 0)  # it lives
    parent.kill()
    parent.communicate()
    for _ in range(300):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("it outlived its parent")
