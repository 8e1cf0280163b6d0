"""The page on Python: every block runs and prints what stands below it, and its typed program is clean."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/use-from-python.md").read_text(encoding="utf-8")
FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
BLOCKS = [(kind, text) for kind, text in FENCE.findall(PAGE) if ">>>" not in text]
PROGRAMS = [(text, printed) for (_, text), (_, printed) in zip(BLOCKS[::2], BLOCKS[1::2], strict=True)]
TYPED = (ROOT / "tests/typing/use_from_python.py").read_text(encoding="utf-8")
SETTINGS = {
    "mypy.ini": "[mypy]\nstrict = True\nfollow_imports = silent\n",
    "pyrightconfig.json": '{"typeCheckingMode": "strict"}',
}


def run(folder, *command, **variables):
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src"), "HOME": str(folder), **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def test_programs_and_what_they_print_take_turns():
    assert [kind for kind, _ in BLOCKS] == ["python", "text"] * len(PROGRAMS)
    assert len(PROGRAMS) == 5


@pytest.mark.parametrize(("program", "printed"), PROGRAMS, ids=["pool", "own model", "loop", "polars", "typed"])
def test_a_program_prints_what_stands_below_it(tmp_path, program, printed):
    if "polars" in program:
        pytest.importorskip("polars", reason="polars is not installed: pip install polars")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    done = run(tmp_path, sys.executable, "-W", "error", "program.py")

    assert done.stderr == ""
    assert done.stdout == printed


def test_the_typed_program_is_the_one_that_is_checked():
    assert PROGRAMS[-1][0] in TYPED


@pytest.fixture
def project(tmp_path):
    """Make the project of a user, with its own settings."""
    for name, text in SETTINGS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "program.py").write_text(PROGRAMS[-1][0], encoding="utf-8")
    return tmp_path


def mistaken(project):
    path = project / "program.py"
    path.write_text(path.read_text(encoding="utf-8").replace('index("medium")', 'index("medium") + is_urgent("hihg")'))


@pytest.mark.full
def test_mypy_is_content_in_the_project_of_a_user(project):
    check = (sys.executable, "-m", "mypy", "program.py")
    clean = run(project, *check, MYPYPATH=str(ROOT / "src"))
    mistaken(project)
    told = run(project, *check, MYPYPATH=str(ROOT / "src"))

    assert (clean.returncode, clean.stdout) == (0, "Success: no issues found in 1 source file\n")
    assert 'Argument 1 to "is_urgent" has incompatible type' in told.stdout


@pytest.mark.full
def test_pyright_is_content_in_the_project_of_a_user(project):
    tools = project / "tools"
    if run(project, sys.executable, "-m", "pip", "install", "-q", "--target", tools, "pyright").returncode:
        pytest.skip("pyright cannot be installed here")
    path = f"{tools}:{ROOT / 'src'}"
    check = (sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "program.py")
    clean = run(project, *check, PYTHONPATH=path)
    if "errors" not in clean.stdout:
        pytest.skip("pyright cannot be downloaded here")
    mistaken(project)

    assert "0 errors, 0 warnings" in clean.stdout
    assert "reportArgumentType" in run(project, *check, PYTHONPATH=path).stdout
