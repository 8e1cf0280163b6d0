"""Completion in a shell: the scripts are printed, and what is begun is completed."""

import os
import shutil
import subprocess
import sys

import pytest

from grooming_risk import PATTERNS
from grooming_risk.cli.main import main
from support.cli import run

SHELLS = {"bash": "complete -o nosort -F", "zsh": "#compdef grooming-risk", "fish": "complete --no-files --command"}


def completed(monkeypatch, *words, shell="bash"):
    """Return what a shell offers for the last word, which is begun."""
    monkeypatch.setenv("_GROOMING_RISK_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(("grooming-risk", *words)))
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words)))
    printed, told = run()
    assert not told
    lines = printed.splitlines()
    return lines[1::3] if shell == "zsh" else [line.partition(",")[2].partition("\t")[0] for line in lines]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_printed(monkeypatch, shell):
    monkeypatch.setenv("_GROOMING_RISK_COMPLETE", f"{shell}_source")
    printed, _ = run()

    assert SHELLS[shell] in printed
    assert f"_GROOMING_RISK_COMPLETE={shell}_complete" in printed


@pytest.mark.parametrize("shell", SHELLS)
def test_a_command_that_is_begun_is_completed(monkeypatch, shell):
    assert completed(monkeypatch, "sc", shell=shell) == ["score"]


def test_nothing_begun_offers_every_command(monkeypatch):
    assert set(completed(monkeypatch, "")) == set(main.commands)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("score", "--to"), ["--top"]),
        (("score", "--sort", ""), ["risk", "disclosure"]),
        (("desk", "fi"), ["figures"]),
        (("desk", ""), ["export", "figures", "forget", "open"]),
        (("review", "im"), ["import"]),
        (("advise", "sec"), ["secrecy"]),
        (("advise", "secrecy", ""), [*PATTERNS, "disclosure"]),
        (("advise", "--for", "par"), ["parent"]),
        (("campaign", "--to", "in"), ["inform", "influence"]),
    ],
)
def test_what_a_command_takes_is_completed(monkeypatch, words, offered):
    assert completed(monkeypatch, *words) == offered


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_with_the_script(tmp_path, monkeypatch):
    monkeypatch.setenv("_GROOMING_RISK_COMPLETE", "bash_source")
    (tmp_path / "script").write_text(run()[0])
    (tmp_path / "grooming-risk").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grooming_risk "$@"\n')
    (tmp_path / "grooming-risk").chmod(0o755)
    shell = """
        source script
        COMP_WORDS=(grooming-risk sc) COMP_CWORD=1
        _grooming_risk_completion grooming-risk
        echo "${COMPREPLY[@]}"
    """
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, cwd=tmp_path, env=os.environ | {"PATH": path}
    )

    assert done.stdout.split() == ["score"], done.stderr
