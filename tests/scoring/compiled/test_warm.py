"""``grooming-risk warm``: all machine code is made once, where the command says, or it says why not."""

import os
import sys

import pytest

from grooming_risk.scoring.compiled import code_folder, hash_table, kernels, lookup, warm
from support.cli import run, run_process

COMPILED = {
    function.__name__
    for module in (hash_table, kernels, lookup)
    for function in vars(module).values()
    if type(getattr(function, "_cache", None)).__name__ == "_KeptCode"
}


def test_all_machine_code_is_there_afterwards_and_the_command_says_where():
    first, second = run("warm")[0], run("warm")[0]
    folder = code_folder.code_folder()

    assert len(COMPILED) > 5
    assert {path.name.partition(".")[2].partition("-")[0] for path in folder.glob("*.nbc")} == COMPILED
    assert str(folder) in first
    assert second.startswith("machine code was there already, read in ")


def test_a_disk_that_fills_up_is_one_clear_line(monkeypatch):
    monkeypatch.setattr(warm, "failures", [OSError(28, "No space left on device")])

    problem = run("warm", status=2)[1]

    assert problem.endswith("machine code cannot be kept there (No space left on device)\n")
    assert problem.count("\n") == 1


def test_where_no_folder_can_be_written_the_command_says_what_to_set(monkeypatch):
    monkeypatch.setattr(warm, "code_folder", lambda: None)

    problem = run("warm", status=2)[1]

    assert "set NUMBA_CACHE_DIR" in problem
    assert problem.count("\n") == 1


def test_a_chosen_folder_that_cannot_be_used_is_named(monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", os.path.join(os.devnull, "code"))

    problem = run_process("warm", status=2)[1]

    assert os.path.join(os.devnull, "code") in problem
    assert problem.count("\n") == 1


def test_without_numba_the_command_names_the_extra(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("grooming_risk.scoring.compiled.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numba", None)

    assert run("warm", status=2)[1] == (
        "grooming-risk: numba is not installed; run: pip install 'grooming-risk[fast]'\n"
    )


def test_numba_that_is_switched_off_is_one_clear_line(monkeypatch):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")

    problem = run_process("warm", status=2)[1]

    assert problem == "grooming-risk: numba cannot be used: NUMBA_DISABLE_JIT is set\n"


@pytest.mark.slow
def test_a_later_process_compiles_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

    made, read = run_process("warm")[0], run_process("warm")[0]

    assert made.startswith("machine code made in ")
    assert read.startswith("machine code was there already, read in ")
