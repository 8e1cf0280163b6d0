"""A fresh process: time to its first score, memory after it, and time to load a model."""

import subprocess
import sys
from pathlib import Path

import pytest

_RESIDENT = """
print([row.split()[1] for row in open("/proc/self/status") if row.startswith("VmRSS")][0])
"""


def test_first_score_of_a_fresh_process(competitor, timed):
    """Start, imports, model and one message."""
    timed("fresh process to first score", competitor.name, run, program(competitor))


def test_a_fresh_process_that_imports_numpy(timed):
    """The baseline."""
    timed("fresh process to first score", "import numpy", run, "import numpy")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory")
def test_memory(competitor, ratios):
    """Resident memory once the model has answered."""
    ratios.add("resident memory after first score", competitor.name, resident(program(competitor)))
    ratios.add("resident memory after first score", "import numpy", resident("import numpy"))


def test_loading_a_model(competitor, timed):
    """In a process that has already imported the packages."""
    if competitor.load is None:
        pytest.skip("nothing to load")
    timed("loading the model", competitor.name, competitor.load)


def program(competitor):
    """Return the program for a fresh process."""
    return competitor.fresh or pytest.skip("has none: it stands in for quality")


def run(code):
    """Run a program in a fresh process."""
    subprocess.check_call([sys.executable, "-c", code])


def resident(code):
    """Return kilobytes in memory once the code has run."""
    return int(subprocess.check_output([sys.executable, "-c", code + _RESIDENT]))
