"""The way from an export to a ranked queue."""

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from support.cli import run

SAMPLES = Path(__file__).parents[2] / "exports"
HELP = "someone keeps asking me for pics, i am scared, what do i do"


def queue(folder):
    return [json.loads(line) for line in (folder / "queue.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if path.name != "README.md"))
def test_every_sample_becomes_a_queue(tmp_path, sample):
    out, told = run("triage", SAMPLES / sample, "-o", tmp_path)
    rows = queue(tmp_path)

    assert rows[0]["level"] in ("medium", "high")
    assert rows[0]["patterns"]
    assert "secrecy" in out
    assert [row["risk"] for row in rows] == sorted((row["risk"] for row in rows), reverse=True)
    numbers = [int(number) for number in re.findall(r"(\d+) ", told.splitlines()[0].partition(";")[0])]
    assert numbers[0] == sum(numbers[1:])  # rows are all accounted for
    for row in rows:
        assert (tmp_path / row["page"]).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_who_asks_for_help_comes_first(tmp_path):
    chats = {"risky": "our secret ok, dont tell your mom", "help": HELP, "calm": "gg wp"}
    rows = [{"chat": name, "user": f"u-{name}", "text": text} for name, text in chats.items()]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out, _ = run("triage", tmp_path / "log.jsonl", "-o", tmp_path / "q", "--top", "2")
    ranked = queue(tmp_path / "q")

    assert [row["conversation"] for row in ranked] == ["help", "risky", "calm"]
    assert [row["help"] for row in ranked] == [True, False, False]
    assert ranked[0]["author"] == "u-help"
    assert [row["page"] for row in ranked] == ["pages/1.html", "pages/2.html", None]
    assert "2 of 3 conversations" in out
    index = (tmp_path / "q" / "index.html").read_text(encoding="utf-8")
    assert index.index("pages/1.html") < index.index("pages/2.html")


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_the_queue_is_for_its_owner_alone(tmp_path):
    run("triage", SAMPLES / "discord.json", "-o", tmp_path / "q")
    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}

    assert {"q", "q/pages", "q/pages/1.html", "q/index.html", "q/queue.csv", "q/queue.jsonl"} <= modes.keys()
    assert all(mode == (0o600 if "." in name else 0o700) for name, mode in modes.items())


def test_a_cry_for_help_hides_no_high_risk(tmp_path):
    """Some cries for help are none: a high risk below them is never left out in silence."""
    risky = ["our secret ok, dont tell your mom", "send me a pic of you on snap, just for me"]
    chats = {"both": [*risky, HELP], "help": [HELP], "risky": risky}
    rows = [{"chat": name, "user": f"u-{text == HELP}", "text": text} for name, said in chats.items() for text in said]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    first, _ = run("triage", tmp_path / "log.jsonl", "--top", "2")
    whole, _ = run("triage", tmp_path / "log.jsonl")

    assert re.findall(r"both  high risk|help +u-", first) == ["both  high risk", "help  u-"]
    assert "1 more at level high below them: show more with --top" in first
    assert "more at level high" not in whole


def test_table_and_lines_say_the_same_and_nothing_runs_in_a_spreadsheet(tmp_path):
    row = {"chat": "=1+1", "user": "@evil", "text": "our secret ok, dont tell your mom"}
    (tmp_path / "log.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run("triage", tmp_path / "log.jsonl", "-o", tmp_path)
    with (tmp_path / "queue.csv").open(newline="", encoding="utf-8") as stream:
        (cells,) = csv.DictReader(stream)
    (data,) = queue(tmp_path)

    assert cells["conversation"] == "'=1+1"
    assert cells["author"] == "'@evil"
    assert data["conversation"] == "=1+1"
    assert float(cells["risk"]) == data["risk"]


def test_markup_is_not_read_and_stays_in_the_page(tmp_path):
    row = {"chat": "c", "user": "rex", "text": "our ||secret|| ok, <@123> do\x0304nt tell your mom"}
    (tmp_path / "log.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run("triage", tmp_path / "log.jsonl", "-o", tmp_path)

    assert queue(tmp_path)[0]["level"] in ("medium", "high")
    assert "&lt;@123&gt;" in (tmp_path / "pages/1.html").read_text(encoding="utf-8")


def test_bad_rows_stop_the_command_or_are_named_in_a_file(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"user": "a", "text": "gg"}\nno json\n{"user": "a", "text": "wp"}\n', encoding="utf-8")
    _, told = run("triage", path, status=2)
    assert f"{path}:2: not valid JSON" in told or f"{path}:2: not a JSON object" in told
    assert "--skip-bad" in told

    _, told = run("triage", path, "--skip-bad", tmp_path / "bad.txt")
    assert "3 rows: 2 messages, 1 that cannot be read" in told
    assert f"{path}:2: " in (tmp_path / "bad.txt").read_text(encoding="utf-8")
    assert "no json" not in (tmp_path / "bad.txt").read_text(encoding="utf-8")


def test_messages_out_of_order_are_sorted_and_counted(tmp_path):
    rows = [{"user": "a", "text": text, "time": time} for text, time in (("one", 10), ("three", 30), ("two", 20))]
    (tmp_path / "log.json").write_text(json.dumps(rows), encoding="utf-8")
    _, told = run("triage", tmp_path / "log.json", "-o", tmp_path)
    page = (tmp_path / "pages/1.html").read_text(encoding="utf-8")

    assert "1 message out of order, sorted" in told
    assert page.index("one") < page.index("two") < page.index("three")


def test_two_authors_of_one_name_stay_two(tmp_path):
    rows = [{"author_id": i, "name": "rex", "text": "gg"} for i in ("1", "2")]
    (tmp_path / "log.json").write_text(json.dumps(rows), encoding="utf-8")
    run("triage", tmp_path / "log.json", "-o", tmp_path)

    assert queue(tmp_path)[0]["authors"] == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["missing.json"], "does not exist"),
        (["log.json", "--from", "icq"], "icq"),
        (["log.json", "--time-zone", "Mars/Base"], "no time zone"),
        (["log.json", "--column", "text"], "FIELD=NAME"),
        (["log.json", "--encoding", "klingon"], "no encoding"),
    ],
)
def test_what_a_user_types_wrong_is_one_clear_line(tmp_path, arguments, problem):
    (tmp_path / "log.json").write_text('[{"user": "a", "text": "gg"}]', encoding="utf-8")
    _, told = run("triage", tmp_path / arguments[0], *arguments[1:], status=2)

    assert problem in told
    assert "Traceback" not in told


def test_the_lines_of_the_account_agree_on_a_mixed_folder(tmp_path):
    chats = tmp_path / "chats"
    shutil.copytree(SAMPLES / "slack", chats / "work")
    rows = [{"id": "1", "user": "a", "text": "gg"}] * 2
    (chats / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (chats / "README.md").write_text("gg", encoding="utf-8")
    _, refused = run("triage", chats, status=2)
    _, told = run("triage", chats, "--skip-bad", tmp_path / "bad")

    assert "README.md:1: no known export" in refused
    assert "--skip-bad FILE, which names what is bad and goes on" in refused
    assert "9 rows: 5 messages, 1 duplicate, 1 of the platform, 1 without words, 1 that cannot be read" in told
    assert "9 read, 5 scored, 1 bad, 3 left out" in told
    assert "README.md" in (tmp_path / "bad").read_text(encoding="utf-8")


def test_times_on_a_terminal_name_their_zone():
    first = re.compile(r"first alert: \d{4}-\d\d-\d\d \d\d:\d\d ([^,\n]+), message")
    german = SAMPLES / "whatsapp_android_day_first.txt"

    assert first.findall(run("triage", german)[0]) == ["UTC"]
    assert first.findall(run("triage", german, "--time-zone", "Europe/Belgrade")[0]) == ["UTC+01:00"]


def test_very_long_names_of_authors_are_cut_and_stay_apart(tmp_path):
    names = ["x" * 400 + end for end in "ab"]
    rows = [{"conversation": "c", "author": name, "text": "our secret ok, dont tell your mom"} for name in names]
    (tmp_path / "chat.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run("triage", tmp_path / "chat.jsonl", "-o", tmp_path / "queue")
    row = json.loads((tmp_path / "queue" / "queue.jsonl").read_text(encoding="utf-8"))

    assert row["authors"] == 2
    assert row["author"] in names
    assert len(row["author_name"]) < 256


@pytest.fixture
def three(tmp_path):
    """A chat that is risky, one that asks for help, and one that is long, late and calm."""
    rows = [{"chat": "risky", "user": "a", "text": "our secret ok, dont tell your mom", "time": "2026-03-02T10:00:00Z"},
            {"chat": "help", "user": "b", "text": HELP, "time": "2026-03-01T10:00:00Z"},
            *({"chat": "calm", "user": "=c", "text": "gg wp", "time": f"2026-03-03T10:0{n}:00Z"} for n in range(5)),
            ]  # fmt: skip
    path = tmp_path / "log.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("sort", "first"), [("urgency", "help"), ("risk", "risky"), ("latest", "calm"), ("messages", "calm")]
)
def test_the_first_ones_are_by_what_was_asked(three, tmp_path, sort, first):
    out, _ = run("triage", three, "--sort", sort, "--top", "1", "--csv", "-o", tmp_path / "q")
    (row,) = csv.DictReader(out.splitlines())

    assert (row["rank"], row["conversation"]) == ("1", first)
    assert queue(tmp_path / "q")[0]["conversation"] == first
    lines, _ = run("triage", three, "--sort", sort)
    assert first in lines.splitlines()[0]
    assert lines.rstrip().endswith("the first ones to read" if sort == "urgency" else f"by {sort}")


def test_printed_csv_is_the_table_of_the_folder(three, tmp_path):
    out, told = run("triage", three, "--csv", "-o", tmp_path / "q")
    with (tmp_path / "q" / "queue.csv").open(newline="", encoding="utf-8") as stream:
        written = [{name: text for name, text in row.items() if name != "page"} for row in csv.DictReader(stream)]

    assert list(csv.DictReader(out.splitlines())) == written
    assert [row["author"] for row in written if row["conversation"] == "calm"] == ["'=c"]
    assert "7 rows" in told


def test_an_unknown_order_is_one_line_that_names_the_others(three):
    _, told = run("triage", three, "--sort", "name", status=2)

    assert "'urgency', 'risk', 'latest', 'messages'" in told.splitlines()[-1]
