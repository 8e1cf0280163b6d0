"""One desk at a time on a file; the lock ends with its process, however that ends."""

import subprocess
import sys

import pytest

from grooming_risk.desk import DeskError
from grooming_risk.desk.only_desk import only_desk
from grooming_risk.errors import DataError

HOLD = """
import sys
from pathlib import Path
from grooming_risk.desk.only_desk import only_desk
with only_desk(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(file):
    """A process of its own that holds the file."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_desk_is_refused_until_the_first_is_gone_even_killed(tmp_path):
    file = tmp_path / "desk.sqlite"
    with holder(file) as process:
        try:
            with pytest.raises(DeskError, match=r"desk\.sqlite is open in another desk; .*Ctrl-C"), only_desk(file):
                pass
            with only_desk(tmp_path / "other.sqlite"):
                pass
        finally:
            process.kill()
    with only_desk(file):
        pass


def test_another_way_to_the_file_is_the_same_file(tmp_path):
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "desk.sqlite")
    with (
        only_desk(tmp_path / "desk.sqlite"),
        pytest.raises(DeskError, match="another desk"),
        only_desk(tmp_path / "link.sqlite"),
    ):
        pass


def test_a_folder_that_is_not_there_is_an_error_of_the_desk(tmp_path):
    with pytest.raises(DataError, match="no lock can be made"), only_desk(tmp_path / "no" / "desk.sqlite"):
        pass
