"""A file alone is shared out between processes: the same part, the same errors, no process left at work."""

import os
import sys
import threading
from contextlib import contextmanager
from functools import partial

import pytest

from grooming_risk.batch import message_part
from grooming_risk.batch.options import Options
from grooming_risk.batch.run import score_files
from grooming_risk.errors import DataError, OutputFolderError, RunStoppedError
from grooming_risk.io.blocks import record_blocks
from support.scale_files import input_files, part_rows, parts

KEEP = Options(keep=("id",), level="low", text=True)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="a fork takes the change along; on Linux alone")


@pytest.fixture
def _forked(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.fixture
def _small(monkeypatch):
    """Blocks of a few messages, which are many."""
    monkeypatch.setattr("grooming_risk.batch.amount.WORTH", 0)
    monkeypatch.setattr("grooming_risk.io.blocks.BLOCK", 16)
    monkeypatch.setattr(message_part, "record_blocks", partial(record_blocks, size=16))


@pytest.fixture
def asked(monkeypatch):
    """Blocks that were scored in this process."""
    found = []
    score_blocks = message_part.score_blocks
    monkeypatch.setattr(message_part, "score_blocks", lambda *given, many: found.append(1) or score_blocks(*given))
    return found


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize(("suffix", "threads"), [(".jsonl", 1), (".parquet", 1), (".jsonl", 2)])
def test_the_part_is_that_of_one_process(suffix, threads, asked, tmp_path, monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: threads)  # with one alone, processes are forked
    files = input_files(tmp_path / "in", files=1, count=200, suffix=suffix)
    outcomes = [score_files(files, tmp_path / str(jobs), KEEP, jobs=jobs) for jobs in (1, 2)]

    assert parts(tmp_path / "1") == parts(tmp_path / "2")
    assert outcomes[0] == outcomes[1]
    assert 0 < len(part_rows(tmp_path / "2")) < 200
    assert len(asked) == 1  # by one process


@pytest.mark.usefixtures("_forked", "_small")
def test_bad_lines_are_put_aside_or_stop_the_run(tmp_path):
    (path,) = input_files(tmp_path / "in", files=1, count=100)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:50], b"no JSON\n", *lines[50:]]))

    with pytest.raises(DataError, match=r"p0\.jsonl:51: not valid JSON"):
        score_files([path], tmp_path / "out", KEEP, jobs=2)
    assert parts(tmp_path / "out") == {}
    outcome = score_files([path], tmp_path / "out", KEEP, jobs=2, skip_bad=tmp_path / "bad")
    assert (outcome.bad, outcome.levels.total()) == (1, 100)
    assert (tmp_path / "bad").read_bytes() == b"no JSON\n"


@pytest.mark.usefixtures("_forked", "_small")
def test_a_part_that_cannot_be_written_ends_the_processes(tmp_path, monkeypatch):
    @contextmanager
    def full(*given):
        def write(block, scores):
            raise OutputFolderError("the disk is full")

        yield write

    monkeypatch.setattr(message_part, "block_writer", full)
    with pytest.raises(OutputFolderError, match="the disk is full"):
        score_files(input_files(tmp_path / "in", files=1, count=200), tmp_path / "out", KEEP, jobs=2)


@ON_LINUX
@pytest.mark.usefixtures("_forked", "_small")
def test_a_killed_process_stops_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(message_part, "score_block", lambda *given: os._exit(9))
    with pytest.raises(RunStoppedError, match="ended before its work was done"):
        score_files(input_files(tmp_path / "in", files=1, count=200), tmp_path / "out", KEEP, jobs=2)

    assert parts(tmp_path / "out") == {}
