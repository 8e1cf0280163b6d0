"""Leet: readings of a chunk, the likeliest first."""

from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.leet import glued_readings, readings

LEET = {"1": "il", "3": "e", "!": "i"}


def test_an_ambiguous_sign_gives_both_readings():
    assert next(iter(readings("w111", LEET))) == "wiii"
    assert "will" in list(readings("w111", LEET))


def test_a_chunk_without_signs_has_no_reading():
    assert list(readings("will", LEET)) == []


@given(st.text("w1l3!", max_size=60))
def test_readings_are_few_and_of_equal_length(chunk):
    found = list(readings(chunk, LEET))

    assert len(found) <= 32
    assert all(len(one) == len(chunk) and not set(one) & set(LEET) for one in found)


def test_glued_words_are_read_across_stops():
    parted = {"williell": ["will", "i", "ell"]}

    assert glued_readings("w1ll1,3ll", LEET, lambda letters: parted.get(letters, [])) == ["will", "i", "ell"]
    assert glued_readings("w1ll", LEET, lambda letters: [letters]) == []
    assert glued_readings("w1" * 1000, LEET, lambda letters: [letters]) == []
