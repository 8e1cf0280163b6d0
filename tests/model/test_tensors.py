"""Tensors: round trip, the published layout, and refusal of what is cut or foreign."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.model.tensors import dump_tensors, load_tensors

floats = st.floats(width=32, allow_nan=False)


@given(st.lists(st.lists(floats, min_size=3, max_size=3), min_size=1, max_size=4))
def test_round_trip(rows):
    loaded = load_tensors(dump_tensors({"coef": rows, "idf": rows[:1]}))

    assert [row.tolist() for row in loaded["coef"]] == rows
    assert [row.tolist() for row in loaded["idf"]] == rows[:1]


def test_layout_is_the_published_one():
    content = dump_tensors({"a": [[1.0, -2.0]]})
    size = int.from_bytes(content[:8], "little")

    assert size % 8 == 0
    assert json.loads(content[8 : 8 + size]) == {"a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}}
    assert content[8 + size :] == bytes.fromhex("0000803f000000c0")


@pytest.mark.parametrize("cut", [0, 4, 8, 20, -1])
def test_cut_file_is_refused(cut):
    with pytest.raises(ValueError):  # noqa: PT011 - JSON errors are ValueErrors too
        load_tensors(dump_tensors({"a": [[1.0, 2.0]]})[:cut])


def test_other_types_are_refused():
    content = dump_tensors({"a": [[1.0, 2.0]]}).replace(b"F32", b"I32")

    with pytest.raises(ValueError, match="not of type F32"):
        load_tensors(content)
