"""A number agrees with what it counts: the words are made in one place, and nowhere else."""

import ast
import re
from pathlib import Path

import pytest

from grooming_risk.cli.account import account
from grooming_risk.cli.counted import counted
from support.cli import run

COMMANDS = Path(__file__).parents[2] / "src" / "grooming_risk" / "cli"
PLURAL = re.compile(
    r"^ (?:[a-z]+ )?(?:messages|lines|rows|files|conversations|chats|texts|tables|words|pairs|people|decisions|parts|"
    r"reviews|authors|patterns|days|alerts)\b"
)
BY_HAND = {"evaluation/calibrate_conversations.py", "evaluation/site_view.py"}  # days with a fraction
ROW = '{"conversation": "c", "author": "rex", "text": "gg"}\n'


def plurals(tree):
    """Yield the lines of texts in which a plural follows a number, and of choices between one and many."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pairs = zip(node.values, node.values[1:], strict=False)
            for value, text in pairs:
                is_number = isinstance(value, ast.FormattedValue) and isinstance(text, ast.Constant)
                if is_number and PLURAL.match(str(text.value)):
                    yield node.lineno
        if isinstance(node, ast.IfExp) and ast.unparse(node.orelse) == f"{ast.unparse(node.body)[:-1]}s'":
            yield node.lineno


def test_every_count_is_made_in_one_place():
    found = [
        f"{name}:{line}"
        for path in sorted(COMMANDS.rglob("*.py"))
        if (name := path.relative_to(COMMANDS).as_posix()) not in BY_HAND
        for line in plurals(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize("code", ["f'{n:,} messages'", "f'{n} bad lines'", "'row' if n == 1 else 'rows'"])
def test_what_counts_by_hand_is_found(code):
    assert list(plurals(ast.parse(code))) == [1]


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 messages"), (1, "1 message"), (2, "2 messages"), (1200, "1,200 messages")]
)
def test_a_number_agrees(number, told):
    assert counted(number, "message") == told
    assert account({"messages": number}, 0, 0).endswith(told if number else "nothing")


def test_commands_speak_of_one_message(tmp_path):
    chat = tmp_path / "chat.jsonl"
    chat.write_text(ROW)
    (tmp_path / "decided.jsonl").write_text('{"id": 1, "text": "gg", "label": []}\n')
    printed = [
        *run("score", chat, "--format", "table"),
        *run("score", chat, "-o", tmp_path / "out"),
        *run("triage", chat),
        *run("background", "count", chat, "-o", tmp_path / "counts.json"),
        *run("review", "import", tmp_path / "decided.jsonl", "--from", "doccano", "-o", tmp_path / "made.jsonl"),
    ]

    said = " ".join(printed)
    assert "1 message" in said
    assert "1 of 1 conversation," in said
    assert "undecided: 1 message (1)" in said
    assert not re.search(r"\b1 (?:\w+ )?(?:messages|conversations|rows|lines|files|tables)\b", said)
