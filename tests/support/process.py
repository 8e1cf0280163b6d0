"""Runs code in a fresh interpreter."""

import subprocess
import sys


def fresh(code, *options):
    """Run code in a process of its own and return what it printed."""
    done = subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
