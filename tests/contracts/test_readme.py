"""The README: its figures are those of the shipped model; it and the tutorials name what there is."""

import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import click
import pytest

from grooming_risk import load_model
from grooming_risk.cli.main import main
from grooming_risk.training.card import in_a_paragraph, languages_table
from support.shell_blocks import commands, kinds_of_blocks, outside_blocks, parts

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "docs/tutorials/first-score.md", "docs/tutorials/first-retrain.md")
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
FILE = re.compile(r"(?!\.)[\w./-]+(\.[a-z]+|/)|my_model")


def text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def parsed(group, words):
    """Return what a command of the group is given; a click.UsageError says that it takes no such option."""
    name, rest = (words[0], words[1:]) if words[0] in group.commands else ("open", words)  # desk EXPORT
    if name not in group.commands:
        raise click.UsageError(f"no command {words[0]}")
    command = group.commands[name]
    if isinstance(command, click.Group):
        return parsed(command, rest)
    values, _, _ = command.make_parser(click.Context(command)).parse_args(list(rest))
    return values


def wrong_with(words):
    """Say what is wrong with a program's words; None if nothing is."""
    match words:
        case ["make", target]:
            known = target in TARGETS
        case [".", file]:
            known = file == ".venv/bin/activate"
        case ["pip", "install", "-e", extra]:
            known = extra.removeprefix(".[").removesuffix("]") in EXTRAS
        case ["python", file, *_]:
            known = (ROOT / file).is_file()
        case ["grooming-risk", *rest]:
            try:
                parsed(main, rest)
            except click.UsageError as error:
                return error.format_message()
            known = True
        case _:
            known = False
    return None if known else "not known"


def written_by(words):
    return [after for word, after in pairwise(words) if word in ("-o", "--output")]


def problems(lines):
    """Yield what keeps commands from running as they are written, in order, in a fresh copy."""
    there = {"site.json"} if any(line.startswith("grooming-risk calibrate ") for line in lines) else set()
    for line in lines:
        if "#" in line or "<" in line or line.endswith("\\"):
            yield f"{line}: a comment, a placeholder or half a command"
            continue
        programs, target = parts(line)
        there |= {target} | {file for words in programs for file in written_by(words)}
        for words in programs:
            if wrong := wrong_with(words):
                yield f"{line}: {wrong}"
            named = [word for word in words[1:] if words[0] == "grooming-risk" and FILE.fullmatch(word)]
            yield from (f"{line}: no file {word}" for word in named if word not in there and not (ROOT / word).exists())


def test_the_paragraph_on_unseen_authors_is_that_of_the_shipped_model():
    assert in_a_paragraph(load_model().info) in " ".join(README.split())


def test_the_table_of_languages_is_that_of_the_shipped_model():
    assert languages_table(load_model().info) in README


@pytest.mark.parametrize(
    ("page", "most"),
    [("README.md", 150), ("docs/explanation/how-it-works.md", 90), ("docs/explanation/for-policy-leads.md", 90)],
)
def test_a_page_for_a_first_look_stays_short(page, most):
    assert len(text(page).splitlines()) <= most


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_name_what_there_is(page):
    lines = commands(text(page))

    assert lines
    assert list(problems(lines)) == []


@pytest.mark.parametrize("page", PAGES)
def test_no_command_is_outside_the_blocks_that_are_run(page):
    assert kinds_of_blocks(text(page)) == {"sh", "python"}
    assert re.findall(r"^(?: {4,}|\t|~~~).*", outside_blocks(text(page)), re.MULTILINE) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("grooming-risk score no_such.jsonl", "no file no_such.jsonl"),
        ("grooming-risk score examples/chat.jsonl --model my_model", "no file my_model"),
        ("grooming-risk triage examples/chats.jsonl --loud", "No such option"),
        ("grooming-risk tirage examples/chats.jsonl", "no command tirage"),
        ("grooming-risk review imprt examples/chats.jsonl", "no command imprt"),
        ("python examples/stream.py | python examples/bots.py", "not known"),
        ("make demonstration", "not known"),
        ("pip install -e '.[desks]'", "not known"),
        ("pip install grooming-risk", "not known"),
        ("grooming-risk serve # and look", "a comment"),
        ("zcat big.txt.gz", "not known"),
    ],
)
def test_a_command_that_would_not_run_is_found(line, problem):
    assert any(problem in found for found in problems([line]))


def test_what_a_command_writes_is_there_for_the_next():
    lines = ["grooming-risk adapt examples/harmless.jsonl -o my_model", "grooming-risk score gg --model my_model"]

    assert list(problems(lines)) == []
    assert len(list(problems(lines[::-1]))) == 1


def test_the_links_of_the_readme_lead_to_files():
    links = re.findall(r"\]\(([^)#]+)", README) + re.findall(r'(?:src|srcset)="([^"]+)"', README)

    assert len(links) > 10
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_file_of_harmless_chat_is_what_its_program_prints():
    program = ROOT / "examples/harmless.py"
    printed = subprocess.run([sys.executable, program], capture_output=True, check=True, timeout=60).stdout

    assert (ROOT / "examples/harmless.jsonl").read_bytes() == printed
