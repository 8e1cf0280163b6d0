"""Codes are told from words with a number."""

import pytest

from grooming_risk.text.codes import is_code

KNOWN = {"room", "grade", "kid", "ps"}


@pytest.mark.parametrize(
    "chunk", ["u8a", "8bf3", "nc8", "ka7", "nxe4+", "c11", "d9", "u13f9u8", "f0d1bbf660c8", "9fx2"]
)
def test_codes(chunk):
    assert is_code(chunk, KNOWN)


@pytest.mark.parametrize(
    "chunk",
    ["13f", "f13", "m15", "im14", "13m", "8c", "14s", "u13f", "12yos", "8th", "ps5", "room12", "grade8", "13kid", "e4",
     "10gb", "mp3", "hello", "13", "13-14", ""],
)  # fmt: skip
def test_words_and_numbers(chunk):
    assert not is_code(chunk, KNOWN)
