"""No command writes over what it reads: every output option of every command is tried."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grooming_risk import load_corpus
from grooming_risk.cli.options import Output
from grooming_risk.cli.own_inputs import check_writable
from support.cli import commands, rows, run

ROW = '{"id": "1", "conversation": "c", "author": "kiki", "text": "gg wp"}\n'


def outputs():
    """Yield the words of each command, the command, and each of its options that names an output."""
    for words, command in commands():
        yield from ((words, command, one) for one in command.params if isinstance(one.type, Output))


def has_names(option):
    return option.type.file_okay or [*option.type.places(Path())]


def takes_a_file(command):
    """Say whether an input of the command can be a file; that of `teach` is a folder."""
    files = [one for one in command.params if isinstance(one.type, click.Path) and one.type.file_okay]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    return any(not isinstance(one.type, Output) for one in (*files, *arguments))


EVERY = [*outputs()]
OUTPUTS = [row for row in EVERY if has_names(row[2]) and takes_a_file(row[1])]


def command_line(words, command, option, output, given):
    """Return a command line whose one input is a file, and whose output is another."""
    line = [*words, max(option.opts, key=len), output]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    if arguments:
        line.append(given)
    else:
        takes_file = next(
            one for one in command.params
            if isinstance(one.type, click.Path) and one.type.exists and not isinstance(one.type, Output)
        )  # fmt: skip
        line += [takes_file.opts[-1], given]
    for one in command.params:
        if isinstance(one, click.Option) and one.required and one is not option:
            choice = isinstance(one.type, click.Choice)
            line += [one.opts[-1], one.type.choices[0] if choice else output.parent / f"other{one.opts[-1]}.html"]
    return line


@pytest.mark.parametrize(
    ("words", "command", "option"), OUTPUTS, ids=[" ".join((*words, option.opts[-1])) for words, _, option in OUTPUTS]
)
@pytest.mark.parametrize("link", [None, os.link, os.symlink])
def test_an_output_that_is_an_input_is_refused_and_stays_as_it_is(tmp_path, words, command, option, link):
    folder = tmp_path / "out"
    folder.mkdir()
    output = folder if option.type.dir_okay else folder / "x.html"
    target = next(option.type.places(output))
    given = tmp_path / "in.jsonl" if link else target
    given.write_text(ROW)
    if link:
        link(given, target)

    _, told = run(*command_line(words, command, option, output, given), status=2)

    assert "is an input of the same command" in told
    assert (option.human_readable_name if isinstance(option, click.Argument) else max(option.opts, key=len)) in told
    assert given.read_text() == target.read_text() == ROW
    assert sum(1 for path in tmp_path.rglob("*") if path.is_file()) == (2 if link else 1)


def test_what_is_written_beside_an_output_is_no_input_either(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("tasks.labels.json", "site.json"):
        (tmp_path / name).write_text(f"[{ROW}]")

    for line in (["review", "export", "tasks.labels.json", "--to", "doccano", "-o", "tasks.jsonl"],
                 ["calibrate", "site.json"]):  # fmt: skip
        assert "is an input" in run(*line, status=2)[1]
    assert {path.read_text() for path in tmp_path.iterdir()} == {f"[{ROW}]"}


def test_a_file_of_a_folder_that_is_read_is_an_input(tmp_path):
    (tmp_path / "chat").mkdir()
    chat = tmp_path / "chat" / "monday.jsonl"
    chat.write_text(ROW)

    assert "is an input" in run("triage", tmp_path / "chat", "--skip-bad", chat, status=2)[1]
    assert chat.read_text() == ROW


def test_two_outputs_are_two_files(tmp_path):
    (tmp_path / "chat.jsonl").write_text(ROW)
    queue = tmp_path / "out" / "queue.csv"

    _, told = run("triage", tmp_path / "chat.jsonl", "-o", tmp_path / "out", "--skip-bad", queue, status=2)

    assert "written by" in told
    assert not queue.exists()
    run("triage", tmp_path / "chat.jsonl", "--skip-bad", "/dev/null")


def test_another_file_of_the_folder_and_a_second_run_are_no_clash(tmp_path):
    chat = tmp_path / "chat.jsonl"
    chat.write_text(ROW)
    for _ in range(2):
        run("triage", chat, "-o", tmp_path, "--skip-bad", tmp_path / "bad.txt")

    assert (tmp_path / "queue.csv").exists()
    assert chat.read_text() == ROW


def test_the_site_file_in_a_model_folder_is_kept_up(tmp_path, model_folder):
    model = shutil.copytree(model_folder, tmp_path / "model")
    frame = load_corpus("train")
    lines = frame[frame["kind"] == "everyday"]["text"].drop_duplicates().sample(700, random_state=0)
    (tmp_path / "chat.txt").write_text("\n".join(lines))
    for option in ([], ["-o", model / "site.json"]):
        run("calibrate", tmp_path / "chat.txt", "--model", model, "--alerts-per-million", 2000, *option)
        run("calibrate", "--observe-only", "--model", model, *option)


def test_standard_streams_are_inputs_and_outputs_too(tmp_path):
    chat = tmp_path / "chat.txt"
    chat.write_text("gg\n")
    for shell in ('"$0" -m grooming_risk score "$1" >> "$1"', '"$0" -m grooming_risk score --skip-bad "$1" < "$1"'):
        done = subprocess.run(["sh", "-c", shell, sys.executable, str(chat)], capture_output=True, text=True)
        assert done.returncode == 2, done.stderr
        assert "is an input" in done.stderr
    assert chat.read_text() == "gg\n"


def test_what_is_no_path_is_a_message(tmp_path):
    assert [row["text"] for row in rows(run("score", "x" * 5000, "--skip-bad", tmp_path / "bad.txt"))] == ["x" * 5000]


@pytest.mark.parametrize(
    ("words", "command", "option"), EVERY, ids=[" ".join((*words, option.opts[-1])) for words, _, option in EVERY]
)
@pytest.mark.parametrize("place", ["under a file", "of the other kind"])
def test_a_place_that_cannot_be_written_is_one_line_before_any_work(tmp_path, words, command, option, place):
    (tmp_path / "file.html").write_text(ROW)
    for name in ("folder.html", "out"):
        (tmp_path / name).mkdir()
    is_folder = option.type.dir_okay
    output = tmp_path / ("file.html" if is_folder else "folder.html")
    if place == "under a file":
        output = tmp_path / "file.html" / ("new" if is_folder else "new.html")
    (tmp_path / "in.jsonl").write_text(ROW)
    before = sorted(tmp_path.rglob("*"))
    if takes_a_file(command):
        line = command_line(words, command, option, output, tmp_path / "in.jsonl")
        line = [tmp_path / "other.html" if "other-" in str(part) else part for part in line]
    else:
        name = [] if isinstance(option, click.Argument) else [option.opts[-1]]
        line = [*words, *(["--model", tmp_path] if words == ("teach",) else []), *name, output]
    _, told = run(*line, status=2)

    assert told.count("\n") == 1
    assert told.startswith(f"grooming-risk {' '.join(words)}: ")
    assert (option.human_readable_name if isinstance(option, click.Argument) else max(option.opts, key=len)) in told
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_is_not_there_is_tried_and_left_as_it_was(tmp_path):
    check_writable(tmp_path / "a" / "b", "--output")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["here", "here/new"])
def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch, folder):
    (tmp_path / "here").mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(click.BadParameter, match="nothing can be written there"):
        check_writable(tmp_path / folder, "--output")

    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


@pytest.mark.parametrize(
    ("line", "made"),
    [
        (["view", "in.jsonl", "-o", "new/deep/page.html"], "page.html"),
        (["score", "in.jsonl", "--skip-bad", "new/deep/bad"], "bad"),
        (["score", "in.jsonl", "-o", "new/deep"], "_SUCCESS"),
        (["triage", "in.jsonl", "-o", "new/deep"], "index.html"),
        (["background", "count", "in.jsonl", "-o", "new/deep/counts.json"], "counts.json"),
        (["review", "export", "in.jsonl", "--to", "doccano", "-o", "new/deep/tasks.jsonl"], "tasks.jsonl"),
        (["desk", "open", "in.jsonl", "--file", "new/deep/desk.sqlite", "--no-open"], "desk.sqlite"),
    ],
    ids=lambda part: " ".join(part[:2]) if isinstance(part, list) else part,
)
def test_a_folder_that_is_not_there_is_made(tmp_path, monkeypatch, line, made):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("grooming_risk.cli.desk.open.serve", lambda *given, **named: None)
    (tmp_path / "in.jsonl").write_text(ROW)
    run(*line)

    assert (tmp_path / "new" / "deep" / made).exists()


def test_a_model_that_learns_languages_is_not_written_over(tmp_path, model_folder):
    _, told = run("teach", "--model", model_folder, "-o", model_folder, status=2)

    assert "is an input of the same command" in told


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_needs_no_folder_of_ones_own(tmp_path, monkeypatch):
    can = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: can(path, mode) and not str(path).startswith("/dev"))
    (tmp_path / "in.jsonl").write_text(ROW)
    run("view", tmp_path / "in.jsonl", "-o", "/dev/null")
