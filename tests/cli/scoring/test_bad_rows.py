"""Nothing is lost in silence: what was read is scored or bad, the numbers are printed, and the exit status tells."""

import json

import pytest

from support.cli import commands, rows, run

BROKEN = {
    "a.txt": (b"gg\n\xff\xfe!\n\n" + b"x" * 300 + b"\nwp\n", 3, 2),
    "a.jsonl": (b'{"text": "gg"}\n\n{\n[1]\n"wp"\n{"text": 5}\n\xff\n{"other": "x"}\n' + b"[" * 2_000 + b"\n", 2, 6),
    "a.json": (b'["gg", 5, {"text": "wp"}, {"other": 1}, null]', 2, 3),
    "a.csv": (b'id,text\n1,gg\n2,"a, ""b"""\n3\n4,"open\n5,\xff\n6,x,y\n7,"two\nlines"\n', 3, 4),
}
LIMITS = ("--max-line", "200", "--max-characters", "250")


@pytest.mark.parametrize("name", BROKEN)
def test_read_is_scored_and_bad(tmp_path, name):
    """`tests/io/test_messages.py` holds the same for generated files."""
    path, bad = tmp_path / name, tmp_path / "bad"
    content, scored, wrong = BROKEN[name]
    path.write_bytes(content)
    printed, told = run("score", path, "--skip-bad", bad, *LIMITS)

    assert len(printed.splitlines()) == scored
    assert bad.read_bytes().count(b"\n") == wrong
    assert f"{scored + wrong} read, {scored} scored, {wrong} bad" in told
    run("score", path, *LIMITS, status=2)
    run("score", path, "--skip-bad", bad, "--fail-on-bad", *LIMITS, status=2)
    run("score", path, "-o", tmp_path / "out", "--skip-bad", bad, *LIMITS)
    done = json.loads((tmp_path / "out" / "_SUCCESS").read_text())
    assert (done["messages"], done["bad_lines"]) == (scored, wrong)
    assert bad.read_bytes().count(b"\n") == wrong


def test_fail_on_bad_leaves_no_success(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "out"
    path.write_text('id,text\n1,"gg\n' + "2,wp\n" * 1_998)
    _, told = run("score", path, "-o", out, "--skip-bad", tmp_path / "bad", "--fail-on-bad", status=2)
    assert "1 bad line went to" in told
    assert "1,999 read, 1,998 scored, 1 bad" in told
    assert not (out / "_SUCCESS").exists()

    run("score", path, "-o", out, "--skip-bad", tmp_path / "bad")
    assert json.loads((out / "_SUCCESS").read_text())["bad_lines"] == 1


SKIPPING = {
    "score": ["score", "log.jsonl"],
    "triage": ["triage", "log.jsonl"],
    "view": ["view", "log.jsonl", "-o", "page.html"],
    "desk open": ["desk", "open", "log.jsonl", "--no-open"],
}
"""Every command that goes on after bad rows."""


def test_these_are_the_commands_that_skip_bad_rows():
    def names(option):
        return [" ".join(words) for words, command in commands() if any(option in one.opts for one in command.params)]

    assert {*names("--skip-bad")} == {*names("--fail-on-bad")} == {*SKIPPING}


@pytest.mark.parametrize("name", SKIPPING)
@pytest.mark.parametrize("bad", [0, 1, 2])
def test_every_command_that_skips_bad_rows_fails_on_them_when_asked(tmp_path, monkeypatch, name, bad):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("grooming_risk.cli.desk.open.serve", lambda *given, **named: None)
    row = '{"conversation": "c", "author": "a", "text": "gg"}\n'
    (tmp_path / "log.jsonl").write_text(row + "no json\n" * bad)
    _, told = run(*SKIPPING[name], "--skip-bad", "bad")
    _, failed = run(*SKIPPING[name], "--skip-bad", "bad", "--fail-on-bad", status=2 if bad else 0)

    lines = {0: "", 1: "1 bad line", 2: "2 bad lines"}[bad]
    assert ("went to" in told) == ("went to" in failed) == bool(bad)
    assert (f"{lines}, and --fail-on-bad is given" in failed) == bool(bad)
    assert not bad or f"{lines} went to bad: {1 + bad} read, 1 scored, {bad} bad" in told
    assert (tmp_path / "bad").read_bytes().count(b"\n") == bad


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "id,text\n1,gg\n"), ("a.jsonl", '{"id": 1, "text": "gg"}\n'), ("a.json", '[{"id": 1, "text": "gg"}]')],
)
@pytest.mark.parametrize("output", [[], ["-o", "out"]])
def test_a_field_to_keep_that_is_not_there_is_named_with_those_that_are(tmp_path, monkeypatch, name, content, output):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(content)
    _, told = run("score", name, "--keep", "nope", *output, status=2)

    assert "'nope'" in told
    assert "id" in told.rpartition("are")[2]
    assert not (tmp_path / "out" / "_SUCCESS").exists()


def test_lines_of_text_have_no_field_to_keep(tmp_path):
    (tmp_path / "a.txt").write_text("gg\n")

    assert (
        "no message has a field 'id', which --keep names"
        in run("score", tmp_path / "a.txt", "--keep", "id", status=2)[1]
    )


def test_an_unneeded_column_of_a_table_is_not_read(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    far = pa.array([2**60], pa.timestamp("us"))
    parquet.write_table(pa.table({"text": ["gg"], "far": far}), tmp_path / "a.parquet")

    assert len(rows(run("score", tmp_path / "a.parquet"))) == 1
    assert "cannot be read" in run("score", tmp_path / "a.parquet", "--keep", "far", status=2)[1]
