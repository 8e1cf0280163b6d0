"""The command line, as a person and as a script use it."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import grooming_risk.cli
from grooming_risk.__main__ import run as entry_point
from grooming_risk.cli.main import main
from support.cli import run, run_process

COMMANDS = Path(grooming_risk.cli.__file__).parent
NO_COMMANDS = {"__init__", "calibrate_conversations", "queue_lines", "request", "score_files", "site_view"}
"""Files beside the commands that hold a part of one."""
TRAINING_PACKAGES = (
    "sklearn", "numpy", "scipy", "pandas", "joblib", "threadpoolctl", "nltk", "fastjsonschema", "chitchat_dataset"
)  # fmt: skip
"""What the extra `train` installs, by the names of the modules."""
RISKY = "dont tell your parents, send me a pic on snap"


def listed(*group):
    """The commands that the help of a group names."""
    out, _ = run(*group, "--help")
    return {line.split()[0] for line in out.partition("Commands:")[2].splitlines() if line.strip()}


def test_help_names_every_command():
    assert set(main.commands) <= listed()
    assert {path.stem for path in COMMANDS.glob("*/*.py")} - NO_COMMANDS <= listed() | listed("desk")


def test_console_script_is_this_entry_point():
    (script,) = entry_points(group="console_scripts", name="grooming-risk")

    assert script.load() is entry_point
    assert run_process("--version") == run("--version")


def without_training_packages(*arguments):
    """Run the command line where the extra `train` is not installed."""
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({TRAINING_PACKAGES!r})); "
        "from grooming_risk.__main__ import run; "
        f"sys.argv = ['grooming-risk', *{list(arguments)!r}]; run()"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


def test_scoring_and_info_need_no_extra():
    assert without_training_packages("score", RISKY).returncode == 0
    assert without_training_packages("info").returncode == 0


@pytest.mark.parametrize("arguments", [["evaluate"], ["train", "-o", "none"], ["corpus", "build", "-o", "none"]])
def test_missing_extra_is_one_clear_line(arguments):
    done = without_training_packages(*arguments)

    assert done.returncode == 2
    assert "pip install 'grooming-risk[train]'" in done.stderr
    assert done.stderr.count("\n") == 1
