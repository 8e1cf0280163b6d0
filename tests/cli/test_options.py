"""Options that a command gets as one object."""

import gzip
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

from grooming_risk.cli.options import packed
from support.cli import run

SAMPLES = Path(__file__).parents[1] / "exports"


class Place(NamedTuple):
    x: int
    y: int = 7


@click.command()
@click.option("--first", default="a", help="one")
@packed(Place, "place", click.option("--x", type=int, default=1, help="two"), click.option("--name", help="three"))
@click.option("--last", help="four")
def command(first, place, name, last):
    """Say where."""
    click.echo(f"{first} {place} {name} {last}")


def test_packed_options_become_one_object():
    result = CliRunner().invoke(command, ["--x", "3", "--name", "n"])

    assert result.output == "a Place(x=3, y=7) n None\n"


def test_help_keeps_the_order():
    shown = CliRunner().invoke(command, ["--help"]).output

    assert "Say where." in shown
    assert sorted(("one", "two", "three", "four"), key=shown.index) == ["one", "two", "three", "four"]


@pytest.mark.parametrize("command", ["score", "view", "triage", "calibrate", "evaluate", "report", "compare", "adapt",
                                     "background count", "review export"])  # fmt: skip
def test_every_command_that_reads_messages_takes_the_layout_of_files(command):
    out, _ = run(*command.split(), "--help")

    assert all(option in out for option in ("--encoding", "--delimiter", "--max-line", "--max-characters"))


def test_one_reader_serves_the_commands(tmp_path):
    """A table with semicolons, in UTF-16 and packed, with a field that its delimiter would cut."""
    table = tmp_path / "chat.csv.gz"
    rows = "".join(f"{n};kiki;gg, wp {n}\r\n" for n in range(300))
    table.write_bytes(gzip.compress(f"conversation;author;text\r\n{rows}".encode("utf-16")))

    assert len(run("score", table)[0].splitlines()) == 300
    run("triage", table, "-o", tmp_path / "queue")
    assert (tmp_path / "queue" / "queue.jsonl").read_bytes().count(b"\n") == 300
    run("view", table, "--only", "7", "-o", tmp_path / "page.html")
    run("review", "export", table, "--to", "doccano", "-o", tmp_path / "tasks.jsonl")
    assert (tmp_path / "tasks.jsonl").read_bytes().count(b"\n") == 300
    run("background", "count", table, "-o", tmp_path / "counts.json")


READING = [
    ["calibrate"],
    ["background", "count", "-o", "counts.json"],
    ["evaluate", "--data"],
    ["evaluate", "--benign"],
    ["review", "export", "--to", "doccano", "-o", "tasks.jsonl"],
    ["score", "-o", "out"],
]


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("sample", ["whatsapp_german.txt", "discord.json", "irc_irssi.log"])
def test_no_command_takes_the_lines_of_an_export_for_messages(tmp_path, monkeypatch, command, sample):
    monkeypatch.chdir(tmp_path)
    _, told = run(*command, SAMPLES / sample, status=2)

    assert any(words in told for words in ("looks like an export", "read by grooming-risk triage", "not files: 1"))


@pytest.mark.parametrize("command", [["evaluate", "--messages"], ["compare", ".", "."]])
@pytest.mark.parametrize("rounds", ["10001", "1000000000"])
def test_draws_of_the_bootstrap_have_a_bound_that_is_named(command, rounds):
    _, told = run(*command, "--rounds", rounds, status=2)

    assert f"{rounds} is not in the range" in told
    assert "<=10000" in told
