"""How chat is read: one set of options in every command that reads it, and nothing to read is said."""

import json
from pathlib import Path

import click
import pandas as pd
import pytest

from grooming_risk import load_conversations
from grooming_risk.cli.main import main
from support.cli import rows, run

START = 1_772_403_300
SAID = [("rex", "gg"), ("kiki", "wp"), ("rex", "our secret ok?")]
ROWS = [
    {"conversation": "c", "author": author, "at": (START + 60 * number) * 1000, "text": text}
    for number, (author, text) in enumerate(SAID)
]


def written(path, items):
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    return path


@pytest.mark.parametrize("command", ["score", "view", "calibrate"])
def test_every_command_that_reads_conversations_has_the_same_options(command):
    options = {name for one in main.commands[command].params for name in one.opts}

    assert options >= {"--from", "--encoding", "--delimiter", "--max-line", "--max-characters", "--time-zone",
                       "--time-format", "--time-unit", "--day-first"}  # fmt: skip


def test_a_command_that_skips_bad_rows_can_fail_on_them():
    found = {
        name for name, command in main.commands.items() if not isinstance(command, click.Group)
        for one in command.params if "--skip-bad" in one.opts
    }  # fmt: skip

    assert found == {"score", "triage", "view"}
    assert all(any("--fail-on-bad" in one.opts for one in main.commands[name].params) for name in found)


@pytest.mark.parametrize(("unit", "year"), [(["--time-unit", "seconds"], 0), (["--time-unit", "milliseconds"], 2026)])
def test_the_unit_of_times_reaches_an_export(tmp_path, unit, year):
    chat = written(tmp_path / "chat.jsonl", ROWS)
    line = ["score", chat, "--from", "jsonl", "--conversation-column", "conversation", "--keep", "at", *unit]

    if year:
        assert rows(run(*line))[0]["at"] == "2026-03-01T22:15:00+00:00"
        run("view", chat, "--from", "jsonl", "-o", tmp_path / "page.html", *unit)
        assert "2026-03-01" in (tmp_path / "page.html").read_text()
    else:
        assert "out of range; give --time-unit" in run(*line, status=2)[1]
        told = run("view", chat, "--from", "jsonl", "-o", tmp_path / "page.html", *unit, status=2)[1]
        assert "out of range; give --time-unit" in told


def test_a_guessed_unit_is_said_and_a_given_one_is_not(tmp_path):
    chat = written(tmp_path / "chat.jsonl", ROWS)

    assert "--time-unit decides" in run("score", chat, "--from", "jsonl")[1]
    assert "--time-unit" not in run("score", chat, "--from", "jsonl", "--time-unit", "milliseconds")[1]


def test_view_skips_bad_rows_and_counts_them(tmp_path):
    bad = [
        {"conversation": "", "author": "rex", "text": "of no conversation"},
        {"conversation": "c", "text": "of nobody"},
        {"conversation": "c", "author": "rex", "at": "noon", "text": "of no time"},
    ]
    fine = [{**row, "at": number} for number, row in enumerate(ROWS)]
    other = {"conversation": "d", "author": "rex", "text": "elsewhere"}
    chat = written(tmp_path / "chat.jsonl", [fine[0], *bad, *fine[1:], other])
    chat.write_text(chat.read_text() + "{\n")
    page, aside = tmp_path / "page.html", tmp_path / "bad.jsonl"
    line = ["view", chat, "-o", page, "--only", "c"]

    assert "--skip-bad" in run(*line, status=2)[1]
    assert not page.exists()
    _, told = run(*line, "--skip-bad", aside)
    assert "8 read, 3 scored, 4 bad, 1 left out" in told
    assert aside.read_text().count("\n") == 4
    assert "of no" not in page.read_text()
    assert "--fail-on-bad is given" in run(*line, "--skip-bad", aside, "--fail-on-bad", status=2)[1]


def test_calibrate_reads_times_as_the_others_do(tmp_path):
    frame = load_conversations("held_out")
    frame = frame[frame["kind"] == "harmless"].copy()
    numbers = frame.groupby("conversation", sort=False).ngroup()
    times = pd.Timestamp("2026-03-02T00:00Z") + pd.to_timedelta(numbers * 14 // numbers.max(), unit="D")
    frame["at"] = times.map(lambda time: time.isoformat())
    frame["local"] = times.map(lambda time: time.tz_convert("Europe/Belgrade").strftime("%d.%m.%Y %H:%M"))
    chat, site = tmp_path / "chats.jsonl", tmp_path / "site.json"
    frame[["conversation", "author", "text", "at", "local"]].to_json(chat, orient="records", lines=True)
    line = ["calibrate", chat, "--conversations", "--open-a-day", 3, "-o", site, "--time-column"]

    assert "neither a number of seconds nor ISO 8601" in run(*line, "local", status=2)[1]
    form = ["--time-format", "%d.%m.%Y %H:%M"]
    assert "no time zone" in run(*line, "local", *form, status=2)[1]
    run(*line, "local", *form, "--time-zone", "Europe/Belgrade")
    found = json.loads(site.read_text())
    site.unlink()
    run(*line, "at")
    assert {**json.loads(site.read_text()), "created": 0} == {**found, "created": 0}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "text,author\n"), ("a.json", "[]"), ("a.jsonl", "\n"), ("a.txt", ""), ("a.tsv", "text\n")],
)
def test_a_file_without_a_message_is_said(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)

    assert run("score", path) == ("", f"grooming-risk: no message in {path}\n")
    assert "no message in" in run("view", path, "-o", tmp_path / "page.html", status=2)[1]
    tasks = tmp_path / "tasks.json"
    assert f"no message in {path}" in run("review", "export", path, "--to", "argilla", "-o", tasks)[1]


@pytest.mark.parametrize(("name", "content"), [("a.csv", "text,author\n"), ("a.json", "[]")])
def test_an_export_and_standard_input_without_a_message_are_said(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)

    assert f"no message in {path}" in run("triage", path)[1]
    assert "no message in <stdin>" in run("score", stdin=content.encode())[1]
    assert f"no message in {path}" in run("score", path, "--from", Path(name).suffix[1:])[1]
