"""Output files: whole or not at all, in the place of what was there."""

import os
import stat

import pytest

from grooming_risk.errors import OutputFolderError
from grooming_risk.io.atomic_write import atomic_write, write_whole


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "deep" / "a.txt"
    with atomic_write(path) as stream:
        stream.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"

    with pytest.raises(UnicodeEncodeError), atomic_write(path) as stream:
        stream.write(b"two" + "\ud800".encode())
    assert path.read_bytes() == b"one"
    assert os.listdir(path.parent) == ["a.txt"]


def test_an_unwritable_place_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with (
        pytest.raises(OutputFolderError, match=r"file/a\.txt: cannot be written"),
        atomic_write(tmp_path / "file/a.txt"),
    ):
        pass


def test_a_link_and_the_permissions_stay(tmp_path):
    (tmp_path / "target.txt").write_text("one")
    (tmp_path / "target.txt").chmod(0o600)
    (tmp_path / "link.txt").symlink_to("target.txt")
    write_whole(tmp_path / "link.txt", "two")

    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "target.txt").read_text() == "two"
    assert stat.S_IMODE(os.stat(tmp_path / "target.txt").st_mode) == 0o600


def test_a_device_is_written_to_and_not_replaced():
    write_whole(os.devnull, "gg")

    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_lone_surrogate_is_written_as_its_escape(tmp_path):
    write_whole(tmp_path / "a.txt", "ž \ud800")

    assert (tmp_path / "a.txt").read_bytes() == "ž \\ud800".encode()


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_private_file_and_its_new_folders_are_for_the_owner_alone(tmp_path):
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "open" / "a.txt").write_text("old")
    (tmp_path / "open" / "a.txt").chmod(0o644)
    before = os.umask(0)
    try:
        write_whole(tmp_path / "open" / "a.txt", "new", private=True)
        write_whole(tmp_path / "deep" / "er" / "b.txt", "new", private=True)
        write_whole(tmp_path / "plain" / "c.txt", "new")
    finally:
        os.umask(before)

    modes = {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in (
        "open", "open/a.txt", "deep", "deep/er", "deep/er/b.txt", "plain", "plain/c.txt"
    )}  # fmt: skip
    assert modes == {
        "open": 0o755, "open/a.txt": 0o600, "deep": 0o700, "deep/er": 0o700, "deep/er/b.txt": 0o600, "plain": 0o777,
        "plain/c.txt": 0o666,
    }  # fmt: skip
