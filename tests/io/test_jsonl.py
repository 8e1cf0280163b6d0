"""JSON lines of objects, and values as lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.io.jsonl import json_line, json_objects


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"a": 1}\n\n[1]\n', ":3: expected a JSON object, got list"),
        (b'{"a": 1}\n{"b": 1}\n', ":2: no field 'a'"),
        (b'{"a": 1}\n{"a"', ":2: not valid JSON"),
        (b'{"a": 1}\n\xff\n', ":2: not UTF-8 at byte 1"),
    ],
)
def test_a_bad_row_is_named(tmp_path, content, problem):
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)

    with pytest.raises(DataError) as caught:
        list(json_objects(path, ("a",)))
    assert str(caught.value).startswith(f"{path}{problem}")


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"none\.jsonl: cannot be read \(No such file"):
        list(json_objects(tmp_path / "none.jsonl"))


def test_a_byte_order_mark_and_blank_lines_are_skipped(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n \r\n{"a": 2}')

    assert list(json_objects(path)) == [(1, {"a": 1}), (3, {"a": 2})]


@given(st.text(st.characters()))
def test_every_text_comes_back_from_its_line(text):
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")

    assert json.loads(json_line(text)) == joined


@pytest.mark.parametrize("sign", ["\x7f", "\x9b", "\u061c", "\u202e", "\u2066", "\u2028"])
def test_no_character_steers_a_terminal_or_the_direction_of_text(sign):
    line = json_line({f"a{sign}": f"gg{sign}"}).decode()

    assert sign not in line
    assert json.loads(line) == {f"a{sign}": f"gg{sign}"}
