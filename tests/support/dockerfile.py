"""The steps of the Dockerfile, by stage, and what of the checkout it sees."""

import re
import shutil
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Step(NamedTuple):
    """A line of the file: `RUN` and what to run."""

    name: str
    rest: str


def steps():
    """Return all steps, with continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    return [Step(*line.split(" ", 1)) for line in text.splitlines() if line and not line.startswith("#")]


def stages():
    """Return the steps of each stage, by its name; the last one's is empty."""
    found = {}
    for step in steps():
        if step.name == "FROM":
            own = found[step.rest.partition(" AS ")[2]] = []
        own.append(step)
    return found


def is_ignored(path):
    """Return whether `.dockerignore` keeps a path of the checkout from the builder."""
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    parts = Path(path).parts
    return any(
        fnmatch(parts[at - 1] if pattern.startswith("**/") else "/".join(parts[:at]), pattern.removeprefix("**/"))
        for pattern in patterns
        for at in range(1, len(parts) + 1)
    )


def copy_context(target):
    """Copy what the builder sees of the checkout."""

    def unseen(folder, names):
        place = Path(folder).relative_to(ROOT)
        return [name for name in names if is_ignored(place / name)]

    shutil.copytree(ROOT, target, ignore=unseen, dirs_exist_ok=True)
