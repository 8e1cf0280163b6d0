"""Forked processes share what is loaded, end with the pool whatever they are at, and leave the terminal's signals."""

import os
import signal
import sys
import threading
import time

import pytest

from grooming_risk.scoring.forked_pool import can_fork, forked_pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")

held = []


def seen():
    return list(held)


def still_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_no_fork_beside_a_thread_or_on_another_system(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert can_fork()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not can_fork()
    monkeypatch.undo()
    thread = threading.Thread(target=time.sleep, args=(0.2,))
    thread.start()
    assert not can_fork()
    thread.join()


def test_a_process_has_what_was_loaded_and_takes_what_cannot_be_pickled():
    held[:] = ["loaded"]
    with forked_pool(2, held.append, lambda: 1) as pool:
        held.append("later")
        first, last = held[0], pool.submit(seen).exception()  # a lambda came with the arguments, none goes back

    assert first == "loaded"
    assert "pickle" in str(last).lower()


def test_an_error_ends_processes_at_their_work():
    with pytest.raises(ValueError, match="the reason"), forked_pool(2) as pool:  # noqa: PT012
        process = pool.submit(os.getpid).result()
        works = [pool.submit(time.sleep, 60) for _ in range(5)]
        raise ValueError("the reason")

    assert not still_there(process)
    assert all(work.done() for work in works)
    assert {type(work.exception()).__name__ for work in works if not work.cancelled()} <= {"BrokenProcessPool"}


def test_the_first_process_alone_decides_on_an_interrupt():
    with forked_pool(1) as pool:
        process = pool.submit(os.getpid).result()
        os.kill(process, signal.SIGINT)
        assert pool.submit(os.getpid).result() == process


def test_a_lock_that_this_process_holds_ends_with_it(tmp_path):
    """A process that outlives its first one for a moment must not lock out who resumes the run."""
    from grooming_risk.batch.journal import open_journal

    with open_journal(tmp_path, {}), forked_pool(1) as pool:
        files = pool.submit(os.listdir, "/proc/self/fd").result()
        process = pool.submit(os.getpid).result()
        names = {
            os.readlink(f"/proc/{process}/fd/{file}") for file in files if os.path.lexists(f"/proc/{process}/fd/{file}")
        }

    assert names
    assert not any(name.endswith("_journal") for name in names)
