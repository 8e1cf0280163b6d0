"""Runs the command line: in this process, or in a process of its own where that is what the test is about."""

import io
import json
import subprocess
import sys

import click
import pytest

from grooming_risk.__main__ import run as entry_point
from grooming_risk.cli.main import main


def commands(group=main, before=()):
    """Yield the words of each command and the command."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


def run(*arguments, stdin=b"", status=0, columns=80):
    """Call the entry point of the console script in this process; return what it printed on both streams."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") for content in (stdin, b"", b""))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))  # 80 as where no stream is a terminal
        patch.setattr(sys, "argv", ["grooming-risk", *map(str, arguments)])
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        found = _exit_status(entry_point)
    printed = tuple(_content(stream) for stream in (out, err))
    assert found == status, printed[1]
    return printed


def run_process(*arguments, stdin=b"", status=0):
    """Run the command line in a process of its own; return what it printed on both streams."""
    command = [sys.executable, "-m", "grooming_risk", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=400)
    assert done.returncode == status, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


def _exit_status(function):
    try:
        function()
    except SystemExit as stop:
        return stop.code or 0
    return 0


def _content(stream):
    stream.flush()
    return stream.buffer.getvalue().decode()


def rows(printed):
    return [json.loads(line) for line in printed[0].splitlines()]
