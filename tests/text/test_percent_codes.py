"""Percent codes are characters, in no link and in no share of a hundred."""

import pytest

from grooming_risk.text.percent_codes import decoded_percent_codes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("our%20secret%2C%20ok%3F", "our secret, ok?"),
        ("%6f%75%72%20%73ecret", "our secret"),
        ("s%65cret", "secret"),
    ],
)
def test_codes_are_decoded(text, shown):
    decoded = decoded_percent_codes(text)

    assert len(decoded) == len(text)
    assert decoded.replace("\u200b", "") == shown


@pytest.mark.parametrize(
    "text", ["100%", "50%20", "%50 off", "5%66", "100%cotton", "https://example.org/a%20b", "%d %s"]
)
def test_other_text_stays(text):
    assert decoded_percent_codes(text) == text


def test_many_codes_are_linear():
    assert len(decoded_percent_codes("%6f" * 100_000 + "%")) == 300_001
