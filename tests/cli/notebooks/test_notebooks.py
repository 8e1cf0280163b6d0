"""``grooming-risk notebooks``: copies them, and writes over nothing."""

import pytest

from grooming_risk._resources import resource_folder
from support.cli import run

SHIPPED = sorted(resource_folder("notebooks").glob("*.ipynb"))
FIRST = SHIPPED[0].name


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_copies_them_into_a_folder_that_it_makes(tmp_path):
    folder = tmp_path / "new" / "lessons"
    out, err = run("notebooks", folder)

    assert contents(folder) == {path.name: path.read_bytes() for path in SHIPPED}
    assert len(SHIPPED) == 6
    assert out == ""
    assert err == f"wrote 6 notebooks to {folder}; begin with {folder / FIRST}\n"


def test_other_files_of_the_folder_stay(tmp_path):
    (tmp_path / "mine.ipynb").write_text("{}", encoding="utf-8")
    run("notebooks", tmp_path)

    assert len(contents(tmp_path)) == 7
    assert contents(tmp_path)["mine.ipynb"] == b"{}"


@pytest.mark.parametrize("name", [path.name for path in SHIPPED])
def test_a_file_that_is_there_is_named_and_nothing_is_written(tmp_path, name):
    (tmp_path / name).write_text("changed by hand", encoding="utf-8")
    _, err = run("notebooks", tmp_path, status=2)

    assert contents(tmp_path) == {name: b"changed by hand"}
    assert f"{tmp_path / name} is there already" in err
    assert err.count("\n") == 1


def test_a_copy_that_was_stopped_goes_on(tmp_path):
    (tmp_path / FIRST).write_bytes(SHIPPED[0].read_bytes())
    run("notebooks", tmp_path)

    assert len(contents(tmp_path)) == 6


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path):
    (tmp_path / FIRST).symlink_to(tmp_path / "elsewhere")
    _, err = run("notebooks", tmp_path, status=2)

    assert "is there already" in err
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("target", ["file", "file/below", ""])
def test_a_folder_that_cannot_be_is_refused(tmp_path, monkeypatch, target):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    _, err = run("notebooks", target, status=2)

    assert err.startswith("grooming-risk notebooks: Invalid value for ")
    assert "DIR" in err
    assert err.count("\n") == 1
    assert list(contents(tmp_path)) == ["file"]
