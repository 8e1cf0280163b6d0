"""Machine code on disk is found again; what cannot be read or written costs time and nothing else."""

import os
import shutil
import subprocess
import sys

import pytest

CODE = """
import sys
sys.modules["scipy"] = None  # numba imports it where it can, which takes longer than all the rest
from grooming_risk.scoring.compiled.jit import compiled_without_counting

def half(value):
    return value / 2

half = compiled_without_counting(half)
print(half(1), sum(half.stats.cache_hits.values()))
"""
MADE, FOUND = "0.5 0", "0.5 1"

linux = pytest.mark.skipif(sys.platform != "linux", reason="takes rights away as Linux does")


def start(folder, *before, **options):
    variables = {**os.environ, "NUMBA_CACHE_DIR": str(folder), "XDG_CACHE_HOME": str(folder)}
    return subprocess.Popen([*before, sys.executable, "-c", CODE], env=variables, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # fmt: skip


def told(process):
    printed, problem = process.communicate(timeout=120)
    assert problem == ""
    return printed.strip()


def use(folder, *before, **options):
    return told(start(folder, *before, **options))


def kept(folder):
    return sorted(path for path in folder.rglob("*.nb[ci]"))


def without_rights():
    """Return what to put before a command so that the superuser, too, is bound to the mode of a folder."""
    return ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A folder that one process has used."""
    folder = tmp_path_factory.mktemp("used")
    assert use(folder) == MADE
    assert len(kept(folder)) == 2
    return folder


@pytest.fixture
def copied(used, tmp_path):
    return shutil.copytree(used, tmp_path / "copied")


@linux
def test_code_is_found_again_where_nobody_may_write(copied):
    for path in (copied, *copied.rglob("*")):
        path.chmod(0o555)

    assert use(copied, *without_rights()) == FOUND


@linux
def test_a_folder_that_nobody_may_write_is_no_error(tmp_path):
    tmp_path.chmod(0o555)

    assert use(tmp_path, *without_rights()).startswith("0.5 ")  # found beside the code, where that can be written
    assert kept(tmp_path) == []


@linux
def test_a_full_disk_is_no_error(tmp_path):
    import resource

    def fill():
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    assert use(tmp_path, preexec_fn=fill) == MADE
    assert not any(path.stat().st_size for path in kept(tmp_path))


@pytest.mark.parametrize("ending", ["nbc", "nbi"])
def test_a_damaged_file_is_written_anew(copied, ending):
    (damaged,) = copied.rglob(f"*.{ending}")
    damaged.write_bytes(damaged.read_bytes()[:100])

    assert use(copied) == MADE
    assert use(copied) == FOUND


def test_two_processes_at_once_disturb_each_other_in_nothing(tmp_path):
    pair = [start(tmp_path), start(tmp_path)]

    assert {told(process) for process in pair} <= {MADE, FOUND}
    assert len(kept(tmp_path)) == 2
