"""A fresh process: time from its start to its result, and its memory then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from timing import seconds

_CALL = "\nimport json; call(json.load(open({path!r})))\n"
_RESIDENT = 'print([row.split()[1] for row in open("/proc/self/status") if row.startswith("VmRSS")][0])'

CONVERSATION = (
    "from grooming_risk import Conversation; call = lambda texts: Conversation().add(texts[0], author='a', at=0.0)"
)
"""The program of a first message of a conversation."""


def cold_seconds(program: str, texts: list[str], rounds: int = 3) -> float:
    """Return how long a fresh process takes for some texts, at best."""
    with TemporaryDirectory() as folder:
        code = program + _call(texts, Path(folder))
        return min(seconds(run, code) for _ in range(rounds))


def resident(program: str, texts: list[str]) -> int:
    """Return the bytes in memory of a fresh process after its call; asks Linux."""
    with TemporaryDirectory() as folder:
        return 1024 * int(run(program + _call(texts, Path(folder)) + _RESIDENT))


def run(code: str) -> bytes:
    """Run a program in a fresh process and return what it prints; bytecode is kept, as in an installed package."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, env=environment).stdout


def _call(texts: list[str], folder: Path) -> str:
    path = folder / "texts.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    return _CALL.format(path=str(path))
