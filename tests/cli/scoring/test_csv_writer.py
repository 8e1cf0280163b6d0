"""``grooming-risk score --csv``, ``--top`` and ``--sort``."""

import csv
import io
import json

import pytest

from grooming_risk import PATTERNS
from support.cli import rows, run

RISKY = "dont tell your parents, send me a pic on snap"
TEXTS = ["gg wp", RISKY, "=HYPERLINK(1)", "please help me, he keeps asking for pics", "our secret ok"]


def table(printed):
    return list(csv.DictReader(io.StringIO(printed[0], newline=""), strict=True))


@pytest.fixture
def chat(tmp_path):
    path = tmp_path / "chat.jsonl"
    lines = [{"id": f"m{n}", "text": text, "conversation": "c", "author": "ab"[n % 2]} for n, text in enumerate(TEXTS)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("more", [[], ["--conversation-column", "conversation"]])
def test_csv_has_the_figures_of_the_json_lines(chat, more):
    flat, nested = table(run("score", chat, "--csv", "--keep", "id", *more)), rows(run("score", chat, *more))

    for name in ("source", "line", "risk", "level", "disclosure"):
        assert [row[name] for row in flat] == [str(row[name]) for row in nested]
    assert [float(row["secrecy"]) for row in flat] == [row["patterns"]["secrecy"] for row in nested]
    assert [row["found"] for row in flat] == [" ".join(row["found"]) for row in nested]
    assert [row["id"] for row in flat] == ["m0", "m1", "m2", "m3", "m4"]
    assert flat[2]["text"] == "'=HYPERLINK(1)"
    assert set(PATTERNS) <= set(flat[0])


def test_csv_of_no_message_is_a_header(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    out, _ = run("score", tmp_path / "empty.txt", "--csv", "--no-text")

    assert out.startswith("source,line,risk,level,")
    assert out.count("\n") == 1
    assert "text" not in out.split(",")


def test_a_fact_sheet_of_the_csv_is_that_of_the_json_lines(chat, tmp_path):
    for number in range(60):  # below these numbers a sheet hides its counts
        with chat.open("a", encoding="utf-8") as more:
            more.write(json.dumps({"id": "x", "text": TEXTS[number % 5], "conversation": number, "author": "a"}) + "\n")
    for name, option in (("scored.csv", "--csv"), ("scored.jsonl", "--format=jsonl")):
        out, _ = run("score", chat, option, "--conversation-column", "conversation", "--no-text")
        (tmp_path / name).write_text(out, encoding="utf-8")
        run("factsheet", tmp_path / name, "-o", tmp_path / f"{name}.json")

    assert (tmp_path / "scored.csv.json").read_text() == (tmp_path / "scored.jsonl.json").read_text()


@pytest.mark.parametrize("more", [[], ["--conversation-column", "conversation"]])
def test_top_shows_the_riskiest_first(chat, more):
    every = rows(run("score", chat, *more))
    first = rows(run("score", chat, "--top", "2", *more))
    asking = rows(run("score", chat, "--top", "1", "--sort", "disclosure", *more))

    assert first == sorted(every, key=lambda row: -row["risk"])[:2]
    assert asking == sorted(every, key=lambda row: -row["disclosure"])[:1]
    assert [row["line"] for row in table(run("score", chat, "--top", "2", "--csv", *more))] == [
        str(row["line"]) for row in first
    ]


def test_top_counts_every_message(chat):
    out, err = run("score", chat, "--top", "1", "--format", "table")

    assert out.count("\n") == 1
    assert "5 messages" in err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--sort", "risk"], "--sort goes with --top"),
        (["--csv", "--explain"], "leave out --format and --explain"),
        (["--csv", "--format", "jsonl"], "leave out --format and --explain"),
        (["--csv", "--keep", "secrecy"], "secrecy"),
        (["--csv", "--keep", "help_alert"], "help_alert"),
        (["--keep", "id", "--keep", "id"], "--keep names id twice"),
        (["--csv", "-o", "out"], "go without -o"),
        (["--top", "3", "-o", "out"], "go without -o"),
        (["-o", "out", "--keep", "help_alert"], "help_alert"),
        (["--top", "0"], "--top"),
        (["--sort", "name"], "--sort"),
        (["--format", "parquet"], "-o FOLDER"),
        (["--csv", "--keep", "nothing"], "no message has a field 'nothing'"),
    ],
)
def test_what_does_not_go_together_is_one_line(chat, tmp_path, monkeypatch, given, told):
    monkeypatch.chdir(tmp_path)
    _, err = run("score", chat, *given, status=2)

    assert told in err.splitlines()[-1]
    assert not (tmp_path / "out").exists()
