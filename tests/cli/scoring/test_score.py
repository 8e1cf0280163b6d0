"""``grooming-risk score``, as a person and as a script use it."""

import json
import re
import subprocess
import sys

import pytest

from grooming_risk import PATTERNS
from support.cli import rows, run

RISKY = "dont tell your parents, send me a pic on snap"


@pytest.fixture
def chat(tmp_path):
    path = tmp_path / "chat.jsonl"
    rows = [{"id": "m1", "text": "gg wp"}, {"id": "m2", "text": RISKY}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_message_as_an_argument():
    (row,) = rows(run("score", RISKY))

    assert row["text"] == RISKY
    assert row["level"] in ("medium", "high")
    assert len(row["patterns"]) == len(PATTERNS)
    assert row["line"] == 1


def test_file_gives_a_json_line_a_message(chat):
    found = rows(run("score", chat, "--keep", "id", "--no-text"))

    assert [(row["source"], row["line"], row["id"]) for row in found] == [
        (str(chat), 1, "m1"),
        (str(chat), 2, "m2"),
    ]
    assert not [row for row in found if "text" in row]


def test_standard_input_is_read_as_lines_or_as_json_lines(chat):
    plain = rows(run("score", stdin=f"gg wp\n{RISKY}\n".encode()))
    structured = rows(run("score", "-", stdin=chat.read_bytes()))

    assert [row["risk"] for row in plain] == [row["risk"] for row in structured]
    assert [row["line"] for row in plain] == [1, 2]


def test_empty_input_is_no_error():
    assert run("score") == ("", "")


def test_level_leaves_out_what_is_below(chat):
    assert [row["text"] for row in rows(run("score", chat, "--level", "medium"))] == [RISKY]


def test_a_pattern_below_its_threshold_is_shown_as_perhaps():
    doubtful, _ = run("score", "wanna earn money after school?", "--format", "table", "--explain")
    clear, _ = run("score", RISKY, "--format", "table", "--explain")

    assert not rows(run("score", "wanna earn money after school?"))[0]["found"]
    assert re.search(r"  perhaps job_lure 0\.\d\d\n", doubtful)
    assert re.search(r"\n  perhaps job_lure +\+", doubtful)
    assert "perhaps" not in clear
    assert re.search(r"  image_request 0\.\d\d", clear)


def test_explain_gives_evidence_with_spans(chat):
    row = rows(run("score", chat, "--explain"))[1]

    assert row["evidence"]
    assert all(RISKY[e["start"] : e["end"]] == e["text"] for e in row["evidence"])


def test_table_shows_level_patterns_and_count(chat):
    out, err = run("score", chat, "--format", "table", "--explain")

    assert RISKY in out
    assert "words known" in out
    assert "2 messages" in err


def test_control_characters_do_not_reach_the_terminal():
    out, _ = run("score", "--format", "table", stdin=b"hi \x1b[31m\x07there\n")

    assert "\x1b[31m" not in out
    assert "\x07" not in out


def test_lone_surrogate_in_json_is_written_as_json():
    (row,) = rows(run("score", stdin=b'{"text": "a \\ud800 b"}\n'))

    assert row["text"] == "a \ud800 b"


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.csv", b"id,message\n1,gg\n", "a.csv:1:"),
        ("a.txt", b"gg\n\xff\n", "a.txt:2:"),
        ("a.jsonl", b'{"text": "a"}\n{"te', "a.jsonl:2:"),
    ],
)
def test_bad_file_is_one_clear_line_and_status_2(tmp_path, name, content, place):
    (tmp_path / name).write_bytes(content)
    _, err = run("score", tmp_path / name, status=2)

    assert err.count("\n") == 1
    assert place in err
    assert "Traceback" not in err


def test_missing_file_is_one_clear_line(tmp_path):
    _, err = run("score", tmp_path / "none.jsonl", status=2)

    assert err.count("\n") == 1
    assert "none.jsonl" in err


def test_skipped_lines_go_to_a_file_and_are_counted(tmp_path):
    source, bad = tmp_path / "a.txt", tmp_path / "bad.txt"
    source.write_bytes(b"gg\n\xff\xfe\nwp\n")
    out, err = run("score", source, "--skip-bad", bad)

    assert len(out.splitlines()) == 2
    assert bad.read_bytes() == b"\xff\xfe\n"
    assert "1 bad line" in err


@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_who_stops_reading_ends_the_command_without_a_word(tmp_path, form):
    source = tmp_path / "long.txt"
    source.write_text("gg wp everyone\n" * 20_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "grooming_risk", "score", str(source), "--format", form],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()

    assert process.wait(timeout=60) == 141  # as a shell tells it of other tools
    assert err == ""


def test_field_that_the_output_has_itself_cannot_be_kept(chat):
    _, err = run("score", chat, "--keep", "risk", status=2)

    assert "risk" in err


def test_unknown_model_folder_is_one_clear_line(tmp_path):
    _, err = run("score", "hi", "--model", tmp_path, status=2)

    assert "manifest.json" in err
    assert "Traceback" not in err


def test_a_bad_line_names_the_option_that_skips_it(tmp_path):
    (tmp_path / "a.jsonl").write_text("{\n")
    _, err = run("score", tmp_path / "a.jsonl", status=2)

    assert "a.jsonl:1: not valid JSON; mend the line, or use --skip-bad" in err
