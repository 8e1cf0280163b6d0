"""``| head``: who stops reading ends a command without a word, with the exit status of other tools."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grooming_risk.__main__ import STOPPED_READING
from grooming_risk.desk.case_file import CaseFile

COMMANDS = Path(__file__).parents[2] / "src" / "grooming_risk" / "cli"
FORKS = """
import json, os, sys, traceback
import grooming_risk.cli.main
from grooming_risk import score
from grooming_risk.__main__ import run

score("gg")  # the model is read once
for number, given in enumerate(json.loads(sys.argv[1])):
    child = os.fork()
    if not child:
        read, write = os.pipe()
        os.close(read)
        told = os.open(f"{number}.err", os.O_CREAT | os.O_WRONLY)
        os.dup2(write, 1)
        os.dup2(write if sys.argv[2] == "both" else told, 2)
        sys.argv = ["grooming-risk", *given]
        run()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs each command in a process of its own whose output nobody reads; the modules are imported once."""
REVIEW = {"id": "1", "text": "gg", "labels": [], "annotator": "kiki", "meta": {}, "predictions": {}}
PRINTING = [
    ["--help"], ["--version"], ["score", "--help"], ["desk", "--help"], ["info"], ["info", "--all"], ["info", "--json"],
    ["score", "hi"], ["score", "hi", "--csv"], ["score", "hi", "--format", "table", "--explain"],
    ["score", "chat.jsonl", "--top", "3"], ["score", "chat.jsonl", "--conversation-column", "conversation"],
    ["triage", "chat.jsonl"], ["triage", "chat.jsonl", "--csv"], ["advise", "secrecy"],
    ["advise", "secrecy", "--format", "json"],
    ["campaign", "--for", "parents", "--to", "inform"], ["review", "agreement", "reviews.jsonl"],
    ["desk", "figures", "desk.sqlite"], ["desk", "figures", "desk.sqlite", "--json"],
]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("closed", "printing"), [("stdout", PRINTING), ("both", PRINTING[3::4])], ids=["stdout", "both"]
)
def test_a_command_whose_output_nobody_reads_is_quiet(tmp_path, closed, printing):
    row = json.dumps({"conversation": "c", "author": "rex", "text": "our secret ok", "at": 1.5}) + "\n"
    (tmp_path / "chat.jsonl").write_text(row * 300)
    (tmp_path / "reviews.jsonl").write_text(json.dumps(REVIEW) + "\n")
    with CaseFile(tmp_path / "desk.sqlite"):
        pass
    done = subprocess.run(
        [sys.executable, "-c", FORKS, json.dumps(printing), closed], cwd=tmp_path, capture_output=True, text=True
    )
    statuses = dict(zip(map(" ".join, printing), map(int, done.stdout.split()), strict=True))
    told = [path.read_text() for path in tmp_path.glob("*.err")]

    assert {given: status for given, status in statuses.items() if status != STOPPED_READING} == {}
    assert not [text for text in told if "Error" in text or "Traceback" in text or "ignored" in text]
    assert len(told) == len(printing)


def test_every_command_prints_in_a_way_that_tells():
    """`print` and a console of rich's own end in other ways where nobody reads."""
    own = re.compile(r"(?<![.\w])print\(|(?<![.\w_])Console\(|from rich import print|sys\.stdout\.write")
    found = [
        f"{path.relative_to(COMMANDS)}: {match[0]}"
        for path in sorted(COMMANDS.rglob("*.py"))
        for match in own.finditer(path.read_text(encoding="utf-8"))
        if "class _Output" not in path.read_text(encoding="utf-8")
    ]

    assert found == []
