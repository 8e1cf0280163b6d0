"""The command line, as a person and as a script use it."""

import json
import os
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
NO_COMMANDS = {
    "__init__",
    "bad_rows",
    "calibrate_conversations",
    "csv_writer",
    "inputs",
    "json_blocks",
    "queue_lines",
    "quick_training",
    "request",
    "path_like",
    "score_files",
    "site_view",
    "state_target",
    "top_rows",
}
"""Files beside the commands that hold a part of one."""
TRAINING_PACKAGES = (
    "sklearn", "numpy", "scipy", "pandas", "joblib", "threadpoolctl", "nltk", "fastjsonschema", "chitchat_dataset"
)  # fmt: skip
"""What the extra `train` installs, by the names of the modules."""
RISKY = "dont tell your parents, send me a pic on snap"


def listed(*group):
    """The commands that the help of a group names."""
    out, _ = run(*group, "--help")
    return {line.split()[0] for line in out.splitlines() if line.startswith("  ") and line.strip()}


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


@pytest.mark.parametrize("arguments", [["info"], ["score", "hi"], ["score", "hi", "--format", "table"], ["--help"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_clear_line(arguments):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "grooming_risk", *arguments], stdout=full, stderr=subprocess.PIPE)

    assert done.returncode == 2
    assert done.stderr.decode() == (
        "grooming-risk: standard output: cannot be read or written (No space left on device)\n"
    )


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_closed_streams_are_no_traceback(tmp_path, closed):
    redirect = {"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-"}[closed]
    command = f'"{sys.executable}" -m grooming_risk score {"hi" if closed != "stdin" else ""} {redirect}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)

    assert done.returncode == (0 if closed == "stderr" else 2)
    assert "Traceback" not in done.stderr
    assert (f"{'standard output' if closed == 'stdout' else '<stdin>:'} is closed" in done.stderr) == (
        closed != "stderr"
    )


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_console_of_another_encoding_shows_what_it_can(encoding):
    """Emoji and letters that the console lacks become escapes."""
    done = subprocess.run(
        [sys.executable, "-m", "grooming_risk", "score", "hi 😀 ž", "--format", "table", "--explain"],
        capture_output=True, env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )  # fmt: skip

    assert done.returncode == 0
    assert b"\\U0001f600" in done.stdout
    assert b"Traceback" not in done.stderr


HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e"


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "{name}.csv"],
        ["score", "{name}/missing.json"],
        ["score", "{name}.jsonl", "--skip-bad", "{name}.bad"],
        ["score", "{name}.jsonl", "--format", "table", "--skip-bad", "{name}.bad"],
        ["triage", "{name}.jsonl", "--skip-bad", "{name}.bad"],
        ["triage", "{name}.zip"],
        ["view", "{name}.jsonl", "--only", "{name}", "-o", "{name}.html"],
        ["view", "{name}.html.missing", "-o", "x"],
        ["info", "--model", "{name}"],
        ["review", "agreement", "{name}.jsonl"],
        ["review", "import", "{name}.tasks", "--from", "doccano", "-o", "{name}.out"],
        ["{name}"],
        ["score", "hi", "--{name}"],
        ["score", "hi", "--level", "{name}"],
    ],
)
def test_names_of_files_and_ids_steer_no_terminal(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    rows = [{"text": "our secret ok", "conversation": HOSTILE, "author": HOSTILE}, 5]
    Path(f"{HOSTILE}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    Path(f"{HOSTILE}.csv").write_text("a,b\n")
    Path(f"{HOSTILE}.tasks").write_text(json.dumps({"id": HOSTILE, "text": "gg", "label": []}))
    Path(f"{HOSTILE}.zip").write_bytes(b"PK")
    command = [sys.executable, "-m", "grooming_risk", *(part.format(name=HOSTILE) for part in arguments)]
    done = subprocess.run(command, capture_output=True)

    for stream in (done.stdout, done.stderr):
        assert not set(stream.decode()) & set("\x1b\x07\x9b\u202e")
    assert b"Traceback" not in done.stderr
    assert done.stderr
