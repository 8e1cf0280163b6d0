"""Machine code is kept in the first folder that holds some or can be written, and never mixed up with other code."""

import ast
import os
from pathlib import Path

import numba
import pytest

import grooming_risk
from grooming_risk.scoring.compiled import code_folder
from support.process import fresh

NAME = code_folder.candidates()[0].name
SHOW = "from grooming_risk.scoring.compiled.code_folder import code_folder; print(code_folder())"


@pytest.fixture
def homeless(monkeypatch):
    """A process whose user has no folder, as a container may run it."""
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pytest.importorskip("pwd"), "getpwuid", lambda _: {}["nobody"])


def test_the_variable_comes_first_and_then_the_cache_of_the_user_and_the_code(monkeypatch, tmp_path):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))

    own, user, beside = code_folder.candidates()

    assert own == tmp_path / "own" / "grooming-risk" / NAME
    assert user == tmp_path / "user" / "grooming-risk" / NAME
    assert beside == Path(code_folder.__file__).parent / "__pycache__" / NAME


def test_a_user_without_a_folder_is_given_none_in_the_working_folder(homeless, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")

    (beside,) = code_folder.candidates()

    assert beside.parent.name == "__pycache__"


def test_a_relative_folder_is_below_the_working_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(numba.config, "CACHE_DIR", "kept")

    assert code_folder.candidates()[0] == tmp_path / "kept" / "grooming-risk" / NAME


def test_what_cannot_be_a_folder_is_passed_over(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    blocked = [tmp_path / "file" / NAME, tmp_path / "file"]
    monkeypatch.setattr(code_folder, "candidates", lambda: [*blocked, tmp_path / "good" / NAME])
    assert code_folder.code_folder.__wrapped__() == tmp_path / "good" / NAME

    monkeypatch.setattr(code_folder, "candidates", lambda: blocked)
    assert code_folder.code_folder.__wrapped__() is None


def test_another_processor_has_a_folder_of_its_own(tmp_path):
    base = {"NUMBA_CACHE_DIR": str(tmp_path)}
    native, generic = (fresh(SHOW, environment=base | more) for more in ({}, {"NUMBA_CPU_NAME": "generic"}))

    assert Path(native).name == NAME or "NUMBA_CPU_NAME" in os.environ
    assert Path(generic).parent == Path(native).parent
    assert generic != native


@pytest.mark.parametrize("changed", ["a source", "numba"])
def test_another_version_has_a_folder_of_its_own(monkeypatch, tmp_path, changed):
    if changed == "numba":
        monkeypatch.setattr(numba, "__version__", "0.0")
    else:
        (tmp_path / "kernels.py").write_text("other = 1")
        monkeypatch.setattr(code_folder, "SOURCES", (*code_folder.SOURCES[:-1], tmp_path / "kernels.py"))

    assert f"machine-code-{code_folder._kind.__wrapped__()}" != NAME


def test_the_sources_are_all_that_machine_code_takes_from_this_library():
    """Constants and inlined functions of another module would stay as they were when that module changes."""
    root = Path(grooming_risk.__file__).parent
    kernels = [path for path in code_folder.SOURCES if "grooming_risk.scoring.compiled.jit" in path.read_text()]
    used = {
        node.module.removeprefix("grooming_risk.").replace(".", "/") + ".py"
        for path in kernels
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grooming_risk.")
    }

    assert {path.name for path in kernels} >= {"hash_table.py", "kernels.py", "lookup.py"}
    assert {root / name for name in used} <= set(code_folder.SOURCES)
