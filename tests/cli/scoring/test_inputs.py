"""What an argument of ``score`` is: a file, a folder, a message. A path is never scored as a message."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from support.cli import rows, run

SAMPLES = Path(__file__).parents[2] / "exports"


def test_a_folder_is_no_message(tmp_path):
    for folder in (tmp_path, SAMPLES / "slack"):
        _, told = run("score", folder, status=2)
        assert f"{folder}: is a folder" in told
        assert "grooming-risk triage" in told


def test_a_file_of_another_kind_is_no_message(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("gg", "chat.docx", "notes~"):
        Path(name).write_text("our secret")
        _, told = run("score", name, status=2)
        assert f"{name}: unknown kind of file" in told
        assert "--message" in told


def test_what_lies_in_a_folder_that_is_there_is_no_message(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert rows(run("score", "chats/monday"))
    Path("chats").mkdir()
    assert "No such file" in run("score", "chats/monday", status=2)[1]


@pytest.mark.parametrize("command", [["score"], ["score", "gg", ""], ["score", "", "--from", "auto"]])
def test_an_empty_argument_is_called_empty(command):
    _, told = run(*(command if "" in command else [*command, ""]), status=2)

    assert "an argument is empty" in told


def test_an_empty_output_is_not_the_folder_in_which_the_command_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("chat.jsonl").write_text('{"conversation": "c", "author": "kiki", "text": "gg"}\n')
    for option in (["triage", "chat.jsonl", "-o"], ["view", "chat.jsonl", "-o"], ["score", "chat.jsonl", "--skip-bad"],
                   ["score", "chat.jsonl", "-o"]):  # fmt: skip
        assert "is empty" in run(*option, "", status=2)[1]
    assert [path.name for path in tmp_path.iterdir()] == ["chat.jsonl"]


def test_message_takes_what_looks_like_a_path():
    assert [row["text"] for row in rows(run("score", "--message", "chat.json", "--message", "./x"))] == [
        "chat.json",
        "./x",
    ]


@pytest.mark.parametrize(
    "name",
    sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".json") and path.name != "array.json"),
)
def test_an_export_is_scored_only_when_it_is_named(tmp_path, name):
    _, told = run("score", SAMPLES / name, status=2)
    assert "looks like an export" in told

    out, told = run("score", SAMPLES / name, "--from", "auto", "--conversation-column", "conversation",
                    "--time-column", "at", "--no-text")  # fmt: skip
    found = [json.loads(line) for line in out.splitlines()]
    assert {row["conversation_level"] for row in found} & {"medium", "high"}
    read, *kinds = [int(word) for word in told.replace(",", " ").split() if word.isdigit()]
    assert read == sum(kinds)
    assert kinds[0] == len(found)


def test_a_folder_and_standard_input_are_read_as_exports():
    (slack, _), (whatsapp, _) = (
        run("score", SAMPLES / "slack", "--from", "slack"),
        run("score", "--from", "whatsapp", stdin=(SAMPLES / "whatsapp_german.txt").read_bytes()),
    )

    assert len(slack.splitlines()) == 4
    assert [json.loads(line)["source"] for line in whatsapp.splitlines()] == ["<stdin>"] * 2


def test_lines_of_an_export_are_messages_when_the_user_says_so(tmp_path):
    path = SAMPLES / "whatsapp_german.txt"

    assert len(rows(run("score", path, "--from", "lines"))) == len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.ndjson", "a.json", "a.csv", "a.tsv"])
def test_each_kind_of_file_is_read_also_packed(tmp_path, name):
    content = {".txt": "gg\nwp\n", ".json": '[{"text": "gg"}, "wp"]', ".csv": "id,text\n1,gg\n2,wp\n",
               ".tsv": "id\ttext\n1\tgg\n2\twp\n"}  # fmt: skip
    content = content.get(Path(name).suffix, '{"text": "gg"}\n{"text": "wp"}\n')
    (tmp_path / name).write_text(content)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
    for path in (tmp_path / name, tmp_path / f"{name}.gz"):
        assert [row["text"] for row in rows(run("score", path))] == ["gg", "wp"]
    run("score", tmp_path / f"{name}.gz", "-o", tmp_path / "out")
    assert len((tmp_path / "out" / f"{name}.gz.jsonl").read_text().splitlines()) == 2


def test_encoding_and_delimiter_are_taken(tmp_path):
    (tmp_path / "a.csv").write_bytes("id#text\n1#Žofie, hi\n".encode("cp1250"))

    (row,) = rows(run("score", tmp_path / "a.csv", "--delimiter", "#", "--encoding", "cp1250"))
    assert row["text"] == "Žofie, hi"


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--delimiter", "ab", "one character"),
        ("--delimiter", '"', "one character"),
        ("--encoding", "klingon", "no encoding"),
        ("--encoding", "zlib", "no encoding"),
        ("--time-zone", "Mars/Base", "no time zone"),
    ],
)
def test_options_that_mean_nothing_are_refused(option, value, problem):
    assert problem in run("score", "hi", option, value, status=2)[1]


def test_times_of_a_zone_and_a_format_are_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("conversation,author,at,text\nc,a,01/03/2026 22.15,gg\nc,a,01/03/2026 22.16,wp\n")
    chat = ("--conversation-column", "conversation", "--time-column", "at")

    assert "neither a number of seconds nor ISO 8601" in run("score", path, *chat, status=2)[1]
    given = ("--time-format", "%d/%m/%Y %H.%M", "--time-zone", "Europe/Belgrade")
    assert [row["index"] for row in rows(run("score", path, *chat, *given))] == [0, 1]
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    run("score", path, *chat, *given, "-o", tmp_path / "out")
    assert len((tmp_path / "out" / "a.csv.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize("at", ["9" * 400, 10**400, 1_772_403_300_000, "1e999", float("inf")])
def test_a_time_that_cannot_be_is_named_by_row(tmp_path, at):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"conversation": "c", "author": "a", "at": at, "text": "gg"}) + "\n")
    for command in (
        ["score", path, "--conversation-column", "conversation", "--time-column", "at"],
        ["view", path, "-o", tmp_path / "page.html"],
    ):
        _, told = run(*command, status=2)
        assert f"{path}:1: at: " in told


def test_messages_out_of_order_are_said(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"conversation": "c", "author": "a", "at": at, "text": "gg"} for at in (20, 10, 30)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    _, told = run("score", path, "--conversation-column", "conversation", "--time-column", "at")
    assert "1 message out of order" in told

    assert "1 message out of order" in run("view", path, "-o", tmp_path / "page.html")[1]


@pytest.mark.parametrize("name", ["a.json", "a.txt"])
def test_a_message_of_an_export_that_is_too_long_is_bad_as_a_whole(tmp_path, name):
    long = "\n".join(["word"] * 300)
    rows = [{"user": "a", "text": long}, {"user": "a", "text": "gg"}]
    chat = f"13/03/2026, 22:15 - a: {long}\n13/03/2026, 22:16 - a: gg\n"
    (tmp_path / name).write_text(json.dumps(rows) if name == "a.json" else chat)
    bad = tmp_path / "bad"
    out, told = run("score", tmp_path / name, "--from", "auto", "--max-characters", "200", "--skip-bad", bad)

    assert [json.loads(line)["text"] for line in out.splitlines()] == ["gg"]
    assert "more than 200" in bad.read_text()
    assert "2 read, 1 scored, 1 bad" in told


@pytest.mark.parametrize("row", [{"conversation": ["a"]}, {"conversation": {"a": 1}}, {"at": 10**400}, {"at": [1]}])
def test_a_fact_sheet_names_the_row_that_it_cannot_read(tmp_path, row):
    path = tmp_path / "scored.jsonl"
    path.write_text(json.dumps({"conversation": "c", "level": "low", "at": 1, "patterns": {}} | row) + "\n")
    _, told = run("factsheet", path, "-o", tmp_path / "sheet.html", status=2)

    assert ":1: " in told
    assert told.count("\n") == 1


def test_view_reads_an_export(tmp_path):
    run("view", SAMPLES / "discord.json", "--from", "discord", "-o", tmp_path / "page.html")
    assert "our secret ok" in (tmp_path / "page.html").read_text(encoding="utf-8")

    assert "looks like an export" in run("view", SAMPLES / "discord.json", "-o", tmp_path / "page.html", status=2)[1]


def test_what_the_readers_assumed_ends_the_account(tmp_path):
    chat, page = tmp_path / "chat.txt", tmp_path / "page.html"
    chat.write_text("02/04/2026, 10:00 - a: gg\n03/04/2026, 10:00 - b: wp\n")
    for command in (("triage", chat), ("score", chat, "--from", "auto"), ("view", chat, "--from", "auto", "-o", page)):
        assert "\ndates such as 03/04 read as day first; --month-first if not\n" in "\n" + run(*command)[1]
        assert "dates such as" not in run(*command, "--day-first")[1]
    (tmp_path / "log.jsonl").write_text('{"user": "a", "text": "gg", "at": 1772403300000}\n')
    assert "times read as milliseconds; --time-unit decides" in run("triage", tmp_path / "log.jsonl")[1]


def test_view_refuses_a_message_without_a_conversation_by_its_row(tmp_path):
    path = tmp_path / "chat.jsonl"
    path.write_text('{"conversation": null, "author": "a", "text": "gg"}\n' * 2)
    _, told = run("view", path, "-o", tmp_path / "page.html", status=2)

    assert "chat.jsonl:1: the field 'conversation' is empty" in told
