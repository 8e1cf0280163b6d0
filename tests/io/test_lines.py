"""Texts of whole files, with every kind of line end."""

import pytest

from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read_as_a_line_feed(tmp_path, end):
    (tmp_path / "a.txt").write_bytes(f"\ufeffone{end}two".encode())

    assert read_text(tmp_path / "a.txt") == "one\ntwo"


def test_another_encoding_is_named_with_its_place(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"gg\n\xff")

    with pytest.raises(DataError, match=r"a\.txt: not UTF-8 at byte 4; save the file as UTF-8"):
        read_text(tmp_path / "a.txt")
