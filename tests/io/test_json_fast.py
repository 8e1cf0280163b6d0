"""Lines of JSON by orjson are those of the standard library, value by value and digit by digit."""

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grooming_risk.io import json_fast
from grooming_risk.io.json_fast import decode_line, number_texts
from grooming_risk.io.repeated_key import RepeatedKeyError, decode

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=6,
)
PAIRS = st.lists(st.tuples(st.sampled_from(["a", "b", 'say "a"', "\\", "é"]), VALUES), max_size=4)


@pytest.fixture(params=["standard library", "orjson"])
def _parser(request, monkeypatch):
    if request.param == "orjson":
        pytest.importorskip("orjson")
    else:
        monkeypatch.setattr(json_fast, "orjson", None)


def read(decoder, text):
    try:
        return repr(decoder(text))  # tells 1 from 1.0, -0.0 from 0.0, nan from null
    except (ValueError, RecursionError) as error:
        return type(error) is RepeatedKeyError and str(error)


@given(VALUES, st.booleans())
def test_a_value_is_that_of_the_standard_library(value, is_ascii):
    text = json.dumps(value, ensure_ascii=is_ascii)
    assert read(decode_line, text) == read(decode, text)


@given(PAIRS, st.booleans())
def test_an_object_with_any_keys_is_that_of_the_standard_library(pairs, is_ascii):
    def dumped(value):
        return json.dumps(value, ensure_ascii=is_ascii)

    text = "{" + ", ".join(f"{dumped(key)} : {dumped(value)}" for key, value in pairs) + "}"
    assert read(decode_line, text) == read(decode, text)


@given(st.text('{}[]",:\\ue09-.1ainfNtr \t\ud800\x00', max_size=20))
@example("1e400")
@example('{"a": 18446744073709551616}')
@example('{"a": NaN}')
@example('{"a": "\\ud800"}')
@example("{}{}")
@example("\ufeff1")
def test_what_is_hardly_json_is_read_alike(text):
    assert read(decode_line, text) == read(decode, text)


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    "text",
    [
        '{"text": "gg", "text": "wp"}',
        '{"text": "a: b", "id": 1, "id": 2}',
        '{"te\\u0078t": "gg", "text": "\\"\\""}',
        '{"a": {"b": 1, "b": 1}}',
        '{"a": [{"b": 1, "b": 1}]}',
    ],
)
def test_a_key_that_stands_twice_is_an_error(text):
    with pytest.raises(RepeatedKeyError, match="stands twice"):
        decode_line(text)


@pytest.mark.usefixtures("_parser")
def test_a_huge_integer_keeps_its_digits():
    assert decode_line('{"id": 123456789012345678901234567890}') == {"id": 123456789012345678901234567890}


@given(st.lists(st.floats(0, 1)))
@example([1e-05, 0.0001, 9.999999999999999e-05, 1.5e-10, 1e-07, 5e-324, -0.0])
def test_numbers_have_the_digits_of_json(numbers):
    assert number_texts(numbers) == [json.dumps(number) for number in numbers]


@pytest.mark.parametrize("exponent", range(-1074, 1, 6))
def test_numbers_of_every_size_have_the_digits_of_json(exponent):
    numbers = [math.ldexp(part, exponent) for part in (0.5, 0.75, 1 / 3, 0.1)]
    assert number_texts(numbers) == [json.dumps(number) for number in numbers]
