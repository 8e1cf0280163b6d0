"""The file itself: what is refused, and how that is said."""

import sqlite3

import pytest

from grooming_risk.desk import CaseFile
from grooming_risk.errors import DataError
from grooming_risk.queue.message_store import MessageStore


def refused(path, problem):
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(DataError, match=problem) as raised:
        CaseFile(path)
    assert str(path) in str(raised.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_file_of_something_else_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "notes.txt").write_text("my notes, not a database, long enough to be one" * 9, encoding="utf-8")
    with MessageStore(tmp_path / "other.sqlite"):
        pass
    refused(tmp_path / "notes.txt", "cannot be used as the file of a desk")
    refused(tmp_path / "other.sqlite", "is not the file of a desk of this version")
    refused(tmp_path, "cannot be opened")
    refused(tmp_path / "none" / "desk.sqlite", "cannot be opened")


def test_a_file_of_another_version_is_refused(tmp_path):
    path = tmp_path / "desk.sqlite"
    CaseFile(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused(path, "of this version")


def test_a_file_that_another_program_writes_to_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("grooming_risk.desk.database._WAIT_SECONDS", 0.01)
    with CaseFile(tmp_path / "desk.sqlite") as cases:
        other = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataError, match=r"cannot be used \(database is locked\)"):
            cases.undo("kim")
        other.close()
        assert cases.undo("kim") is None


@pytest.mark.parametrize("name", ["", ":memory:", ":x", "file:desk.sqlite", "a\0b", 7, None])
def test_a_name_that_is_no_file_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="no name for a file of a desk"):
        CaseFile(name)
    assert list(tmp_path.iterdir()) == []
