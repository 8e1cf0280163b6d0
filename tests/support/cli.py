"""Runs the command line in a process of its own."""

import json
import subprocess
import sys


def run(*arguments, stdin=b"", status=0):
    """Run the command line in a process of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "grooming_risk", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=400,
    )
    assert done.returncode == status, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


def rows(printed):
    return [json.loads(line) for line in printed[0].splitlines()]
