"""Files scored into a folder: the numbers of `score`, each row once, whatever stops the run."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest

from grooming_risk import load_model, score
from grooming_risk.batch import message_part
from grooming_risk.batch.model_ref import ModelRef
from grooming_risk.batch.options import Options
from grooming_risk.batch.run import SUCCESS, score_files
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import DataError, MissingExtraError, OutputFolderError
from grooming_risk.io.atomic_write import PARTIAL
from grooming_risk.io.messages import read_records
from grooming_risk.model.artifact import write_artifact
from support.cli import run
from support.scale_files import input_files, part_rows, parts, rows_of, write_jsonl

KEEP = Options(keep=("id",))


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_rows_are_those_of_score(suffix, tmp_path):
    files = input_files(tmp_path / "in", suffix=suffix)
    outcome = score_files(files, tmp_path / "out", Options(keep=("id",), text=True))

    rows = part_rows(tmp_path / "out")
    assert [row["id"] for row in rows] == list(range(120))
    assert [(row["source"], row["line"]) for row in rows[39:41]] == [(str(files[0]), 40), (str(files[1]), 1)]
    for row in rows:
        expected = score(row["text"])
        found = row.get("patterns") or {name: row[name] for name in expected.patterns}
        assert (row["risk"], row["level"], found) == (expected.risk, expected.level, dict(expected.patterns))
        assert (row["disclosure"], row["coverage"]) == (expected.disclosure, expected.coverage)
        assert tuple(row["found"]) == expected.found
    assert outcome.levels.total() == 120
    assert json.loads((tmp_path / "out" / SUCCESS).read_text())["messages"] == 120


def test_json_lines_are_those_of_standard_output(tmp_path):
    files = input_files(tmp_path / "in")
    printed, _ = run("score", *files, "--keep", "id", "--no-text")
    run("score", *files, "--keep", "id", "-o", tmp_path / "out")

    assert b"".join(parts(tmp_path / "out").values()).decode() == printed
    assert "text" not in part_rows(tmp_path / "out")[0]


def test_other_kinds_of_file(tmp_path):
    (tmp_path / "a.txt").write_text("gg wp\n")
    (tmp_path / "b.csv").write_text('text,id\n"hi, there",7\n')
    score_files([tmp_path / "a.txt", tmp_path / "b.csv"], tmp_path / "out", Options(keep=("id",), form="parquet"))

    assert sorted(parts(tmp_path / "out")) == ["a.txt.parquet", "b.csv.parquet"]
    assert pd.read_parquet(tmp_path / "out")["id"].fillna("-").tolist() == ["-", "7"]


@pytest.mark.parametrize("threads", [1, 2])
def test_two_processes_write_the_same_bytes(threads, tmp_path, monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: threads)  # with one alone, processes are forked
    monkeypatch.setattr("grooming_risk.batch.amount.WORTH", 100)
    files = input_files(tmp_path / "in", files=4) + input_files(tmp_path / "in", files=4, suffix=".parquet")
    for jobs in (1, 2):
        score_files(files, tmp_path / str(jobs), KEEP, jobs=jobs)

    assert parts(tmp_path / "1") == parts(tmp_path / "2")
    assert len(parts(tmp_path / "1")) == 8


def test_a_second_run_writes_only_the_missing_parts(tmp_path):
    files = input_files(tmp_path / "in")
    out = tmp_path / "out"
    score_files(files[:2], out, KEEP)
    before = {name: (out / name).stat().st_mtime_ns for name in parts(out)}
    (out / "p1.jsonl").unlink()
    (out / f".1{PARTIAL}").write_text("half a part")
    outcome = score_files(files, out, KEEP)

    assert outcome.parts == 3
    assert [row["id"] for row in part_rows(out)] == list(range(120))
    assert (out / "p0.jsonl").stat().st_mtime_ns == before["p0.jsonl"]
    assert not list(out.glob(f".*{PARTIAL}"))


def test_rows_below_the_level_are_counted_but_not_written(tmp_path):
    outcome = score_files(input_files(tmp_path / "in"), tmp_path / "out", Options(level="medium"))
    rows = part_rows(tmp_path / "out")

    assert 0 < len(rows) < 120
    assert {row["level"] for row in rows} <= {"medium", "high"}
    assert outcome.levels.total() == 120


def another_model(folder):
    """Write the shipped model with other thresholds, and return where it lies."""
    shipped = load_model().artifact
    levels = {"low": 0.1, "medium": 0.2, "high": 0.3}
    write_artifact(shipped._replace(thresholds={**shipped.thresholds, "levels": levels}), folder, "# card\n")
    return ModelRef(str(folder))


def test_another_model_or_other_options_are_refused(tmp_path):
    files = input_files(tmp_path / "in", files=1)
    score_files(files, tmp_path / "out", KEEP)

    with pytest.raises(OutputFolderError, match="begun with another model and thresholds"):
        score_files(files, tmp_path / "out", KEEP, model=another_model(tmp_path / "model"))
    with pytest.raises(OutputFolderError, match="begun with another text"):
        score_files(files, tmp_path / "out", Options(keep=("id",), text=True))
    assert len(part_rows(tmp_path / "out")) == 40


def bad_files(tmp_path):
    """Two good files; one with bad lines, one cut short, one that is absent."""
    good, mixed, last = input_files(tmp_path / "in")
    mixed.write_bytes(mixed.read_bytes() + b"no JSON\n\xff\n")
    cut = tmp_path / "in" / "p3.parquet"
    cut.write_bytes(b"PAR1 cut")
    return [good, mixed, cut, last, tmp_path / "in" / "p4.jsonl"]


def test_without_skip_bad_a_bad_file_stops_the_run_but_keeps_finished_parts(tmp_path):
    good, mixed, cut, last, absent = bad_files(tmp_path)

    for files, problem in [([good, mixed], "p1.jsonl:41: not valid JSON"), ([cut, last], "p3.parquet: not a .parquet"),
                           ([absent], "p4.jsonl: cannot be read")]:  # fmt: skip
        with pytest.raises(DataError, match=problem):
            score_files(files, tmp_path / "out", KEEP)
    assert list(parts(tmp_path / "out")) == ["p0.jsonl"]
    assert not (tmp_path / "out" / SUCCESS).exists()


def test_skip_bad_collects_bad_lines_and_skips_unreadable_files(tmp_path):
    files = bad_files(tmp_path)
    out, bad = tmp_path / "out", tmp_path / "bad.txt"
    for jobs in (1, 2, 1):
        _, told = run("score", *files, "-o", out, "--keep", "id", "--skip-bad", bad, "--jobs", jobs, status=2)

        assert "2 bad lines went to" in told
        assert "p3.parquet: not a .parquet file" in told
        assert "p4.jsonl: cannot be read" in told
        assert "2 of 5 files were left out" in told
        assert bad.read_bytes() == b"no JSON\n\xff\n"
        assert [row["id"] for row in part_rows(out)] == list(range(120))
        assert not (out / SUCCESS).exists()
    files[2].unlink()
    input_files(tmp_path / "more", files=2, suffix=".parquet")[1].rename(files[2])
    write_jsonl(files[4], [])
    run("score", *files, "-o", out, "--keep", "id", "--skip-bad", bad)
    assert (out / SUCCESS).exists()
    assert len(part_rows(out)) == 160


def test_a_damaged_table_is_named_and_leaves_no_partial_file(tmp_path):
    (path,) = input_files(tmp_path / "in", files=1, count=2000, suffix=".parquet")
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 3)
    path.write_bytes(content)

    with pytest.raises(DataError, match=r"p0\.parquet: "):
        score_files([path], tmp_path / "out", KEEP)
    assert parts(tmp_path / "out") == {}
    assert not list((tmp_path / "out").glob(f".*{PARTIAL}"))


def test_a_part_altered_at_the_same_length_is_written_again(tmp_path):
    files = input_files(tmp_path / "in")
    score_files(files, tmp_path / "out", KEEP)
    part = tmp_path / "out" / "p1.jsonl"
    whole = part.read_bytes()
    part.write_bytes(whole.replace(b"0", b"1"))
    score_files(files, tmp_path / "out", KEEP)

    assert part.read_bytes() == whole


@pytest.mark.parametrize("columns", [None, Columns("text", "conversation", "author", "at")])
def test_an_input_that_grows_during_the_run_is_noticed(tmp_path, monkeypatch, columns):
    (path,) = input_files(tmp_path / "in", files=1)
    options = Options(keep=("id",), columns=columns)

    def growing(*arguments, **named):
        yield from read_records(*arguments, **named)
        with path.open("a") as stream:
            stream.write(json.dumps(rows_of(9, 1)[0]) + "\n")

    with monkeypatch.context() as patch:
        patch.setattr(message_part, "read_records", growing)
        with pytest.raises(DataError, match="changed while it was read"):
            score_files([path], tmp_path / "out", options)
    assert parts(tmp_path / "out") == {}
    assert not (tmp_path / "out" / SUCCESS).exists()
    score_files([path], tmp_path / "out", options)
    assert len(part_rows(tmp_path / "out")) == 41


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["gg wp", "-o", "out"], "arguments that are not files: 1"),
        (["-o", "out"], "name them"),
        (["a.jsonl", "-o", "out", "--explain"], "without explanations"),
        (["a.jsonl", "-o", "out", "--format", "table"], "without explanations"),
        (["a.jsonl", "-o", "out", "--keep", "secrecy"], "cannot carry over secrecy"),
        (["a.jsonl", "--jobs", "2"], "go with -o"),
        (["a.jsonl", "--cluster", "local"], "go with -o"),
        (["a.jsonl", "--format", "parquet"], "go with -o"),
    ],
)
def test_conflicting_options_are_refused(arguments, problem):
    from click.testing import CliRunner

    from grooming_risk.cli.main import main

    done = CliRunner().invoke(main, ["score", *arguments])
    assert (done.exit_code, problem in done.output) == (2, True), done.output


def test_a_field_to_keep_is_refused_only_where_the_output_has_it_and_a_wrong_one_leaves_nothing(tmp_path):
    from support.cli import run

    path, out = tmp_path / "a.jsonl", tmp_path / "out"
    path.write_text('{"text": "gg", "author": "kiki"}\n')
    run("score", path, "-o", out, "--keep", "autor", status=2)
    run("score", path, "-o", out, "--keep", "author")

    assert [row["author"] for row in part_rows(out)] == ["kiki"]
    assert "cannot carry over author" in run("score", path, "-o", tmp_path / "new", "--keep", "author",
                                             "--conversation-column", "room", status=2)[1]  # fmt: skip


@pytest.mark.parametrize(("package", "extra", "asked"), [("distributed", "dask", {"cluster": "local"}),
                                                         ("joblib", "train", {"jobs": 2})])  # fmt: skip
def test_a_missing_package_is_named(package, extra, asked, tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "grooming_risk.batch.dask_workers", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr(threading, "active_count", lambda: 2)  # processes are not forked

    with pytest.raises(MissingExtraError, match=rf"grooming-risk\[{extra}\]"):
        score_files(input_files(tmp_path / "in", files=1), tmp_path / "out", KEEP, **asked)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_can_be_resumed(jobs, tmp_path):
    files = input_files(tmp_path / "in", files=8, count=400)
    command = [sys.executable, "-m", "grooming_risk", "score", *map(str, files), "--keep", "id", "--jobs", str(jobs)]
    out = tmp_path / "out"
    started = subprocess.Popen([*command, "-o", str(out)], stderr=subprocess.DEVNULL)
    while not (out.exists() and parts(out)) and started.poll() is None:
        time.sleep(0.002)
    started.send_signal(signal.SIGKILL)
    started.wait()
    kept = {name: (out / name).stat().st_mtime_ns for name in list(parts(out))}
    assert 0 < len(kept) < 8

    subprocess.run([*command, "-o", str(out)], check=True, capture_output=True)
    score_files(files, tmp_path / "whole", KEEP)
    assert parts(out) == parts(tmp_path / "whole")
    assert [row["id"] for row in part_rows(out)] == list(range(3200))
    journal = [json.loads(line) for line in (out / "_journal").read_text().splitlines()]
    assert len({line["name"] for line in journal[1:]}) == 8
