"""Stored forms round trip; other content is refused with what to do."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import ArtifactError, StateError
from grooming_risk.model.sealed import SealedBytes, SealedJson

FILE = SealedJson("note", 3, "sum", "write the note again")
BYTES = SealedBytes("note", b"NOTE", 3, "write the note again", sum_bytes=8)


def test_a_file_round_trips_in_any_order_of_its_keys(tmp_path):
    data = FILE.seal({"text": "gg wp", "at": [1, 2.5, None]})
    (tmp_path / "note.json").write_text(json.dumps(dict(reversed(data.items())), indent=2))

    assert FILE.read(tmp_path / "note.json") == data


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "cut short, or not a note file"),
        ("[" * 100_000, "cut short, or not a note file"),
        ("[]", "note format version None, and this library reads 3"),
        (json.dumps({**FILE.seal({}), "format_version": 3.0}), "note format version 3.0"),
        (json.dumps({**FILE.seal({}), "format_version": True}), "note format version True"),
        (json.dumps(FILE._replace(version=2).seal({})), "note format version 2"),
        (json.dumps({**FILE.seal({}), "text": "gg"}), "altered since it was written"),
        (json.dumps({"format_version": 3}), "altered since it was written"),
    ],
)
def test_another_file_is_refused_with_what_to_do(tmp_path, content, problem):
    (tmp_path / "note.json").write_text(content)

    with pytest.raises(ArtifactError, match=rf"note\.json: {problem}.*; write the note again"):
        FILE.read(tmp_path / "note.json")


def test_an_absent_file_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(ArtifactError, match=r"the note file cannot be read \(No such file.*\); write the note again"):
        FILE.read(tmp_path / "note.json")


@given(st.binary(max_size=50))
def test_bytes_round_trip(content):
    assert BYTES.unseal(BYTES.seal(content)) == content
    assert BYTES._replace(sum_bytes=0).seal(content) == b"NOTE\x03" + content


@given(st.binary(max_size=50), st.integers(0, 100), st.integers(1, 255))
def test_altered_and_cut_bytes_are_refused_with_what_to_do(content, place, change):
    sealed = BYTES.seal(content)
    altered = bytearray(sealed)
    altered[place % len(sealed)] ^= change

    for data in (bytes(altered), sealed[: place % len(sealed)]):
        with pytest.raises(StateError, match=r"; write the note again$"):
            BYTES.unseal(data)


def test_bytes_of_another_version_are_refused_by_name():
    with pytest.raises(StateError, match="note version 2, and this library reads 3"):
        BYTES.unseal(BYTES._replace(version=2).seal(b"gg"))
