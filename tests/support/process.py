"""Runs code in a fresh interpreter."""

import os
import subprocess
import sys


def fresh(code, *arguments, environment=None):
    """Run code in a process of its own, with arguments and further environment, and return what it printed."""
    command, variables = [sys.executable, "-c", code, *arguments], {**os.environ, **(environment or {})}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
