"""A file appears whole or not at all."""

import os

import pytest

from grooming_risk.errors import OutputFolderError
from grooming_risk.io.atomic_write import whole_file


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "deep" / "a.txt"
    with whole_file(path) as stream:
        stream.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"

    with pytest.raises(UnicodeEncodeError), whole_file(path) as stream:
        stream.write(b"two" + "\ud800".encode())
    assert path.read_bytes() == b"one"
    assert os.listdir(path.parent) == ["a.txt"]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OutputFolderError, match=r"file/a\.txt: cannot be written"), whole_file(tmp_path / "file/a.txt"):
        pass
