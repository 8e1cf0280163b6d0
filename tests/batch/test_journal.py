"""The journal of an output folder: what is finished, and what is refused."""

import json
import os

import pytest

from grooming_risk.batch.journal import JOURNAL, PartResult, RunPlan, digest_of, open_journal
from grooming_risk.batch.plan import Part
from grooming_risk.errors import OutputFolderError
from grooming_risk.io.atomic_write import PARTIAL

RUN = {"model": "m", "column": "text"}


def made(folder, name="a.jsonl", content=b"12345"):
    (folder / name).write_bytes(content)
    part = Part("/in/" + name, name, name, 7, 99)
    digest = digest_of(folder / name)
    return part, PartResult(part.source, name, part.size, part.modified, {"none": 1}, 0, len(content), digest)


def test_the_journal_knows_what_is_finished(tmp_path):
    folder = tmp_path / "out"
    plan = RunPlan(["/in/a.jsonl"], {}, checked=False, shares=2)
    with open_journal(folder, RUN) as journal:
        part, finished = made(folder)
        assert journal.result(part) is None
        journal.add(finished)
        journal.set_plan(plan)
    with open_journal(folder, RUN) as journal:
        assert journal.result(part) == finished
        assert journal.plan == plan
        assert journal.names == {part.source: "a.jsonl"}
        (folder / "a.jsonl").write_bytes(b"1234")
        assert journal.result(part) is None
        (folder / "a.jsonl").write_bytes(b"12346")
        assert journal.result(part) is None  # altered at the same length


def test_a_line_the_journal_could_not_finish_does_not_count(tmp_path):
    folder = tmp_path / "out"
    with open_journal(folder, RUN) as journal:
        journal.add(made(folder)[1])
        whole = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).write_bytes(whole + b'{"source": "/in/b.js')
    with open_journal(folder, RUN) as journal:
        assert list(journal.names) == ["/in/a.jsonl"]
        journal.add(made(folder, "b.jsonl")[1])
    with open_journal(folder, RUN) as journal:
        assert list(journal.names) == ["/in/a.jsonl", "/in/b.jsonl"]


def test_a_changed_input_is_refused(tmp_path):
    with open_journal(tmp_path / "out", RUN) as journal:
        part, finished = made(tmp_path / "out")
        journal.add(finished)
        with pytest.raises(OutputFolderError, match=r"/in/a.jsonl: changed since .* remove .*a.jsonl"):
            journal.result(part._replace(modified=100))


def test_a_folder_of_something_else_is_refused(tmp_path):
    with open_journal(tmp_path / "out", RUN) as journal:
        journal.add(made(tmp_path / "out")[1])
    with pytest.raises(OutputFolderError, match="begun with another model"), open_journal(
        tmp_path / "out", {**RUN, "model": "n"}
    ):  # fmt: skip
        pass
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(OutputFolderError, match="holds files of something else"), open_journal(tmp_path, RUN):
        pass
    (tmp_path / "out" / JOURNAL).write_text("no JSON\n")
    with pytest.raises(OutputFolderError, match="altered"), open_journal(tmp_path / "out", RUN):
        pass


def test_a_folder_without_a_finished_part_is_begun_anew(tmp_path):
    for run in (RUN, {**RUN, "model": "n"}, {**RUN, "model": "n"}):
        with open_journal(tmp_path, run):
            pass
    assert [json.loads(line) for line in (tmp_path / JOURNAL).read_text().splitlines()] == [{**RUN, "model": "n"}]


@pytest.mark.skipif(os.name != "posix", reason="no such locks here")
def test_two_runs_at_once_are_refused(tmp_path):
    with open_journal(tmp_path, RUN), pytest.raises(OutputFolderError, match="another run"):
        open_journal(tmp_path, RUN).__enter__()


def test_what_a_stopped_run_left_is_cleared_away(tmp_path):
    with open_journal(tmp_path, RUN):
        pass
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / f".0{PARTIAL}").write_text("half")
    (tmp_path / ".mine").write_text("not ours")
    with open_journal(tmp_path, RUN):
        assert not (tmp_path / "deep" / f".0{PARTIAL}").exists()
        assert (tmp_path / ".mine").exists()
