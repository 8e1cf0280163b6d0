"""Colour codes that look like something else are masked only where words show that they are codes."""

import pytest

from grooming_risk.text.game_codes import masked_game_codes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("&cour &csecret, &cdont &ctell", "our secret, dont tell"),
        ("&c&lour&r &c&lsecret&r", "our secret"),
        ("d&con't t&cell y&cou", "don't tell you"),
        ("|cffff0000our|r |cff00ff00secret|r", "our secret"),
        ("s|cffff0000|re", "se"),
    ],
)
def test_codes_are_masked(text, words):
    masked = masked_game_codes(text)

    assert len(masked) == len(text)
    assert masked.replace("\u200b", "").replace("|cffff0000", "").replace("|cff00ff00", "") == words


@pytest.mark.parametrize(
    "text", ["mom &dad &me", "r&b and d&b", "q&a, m&a", "our|real|secret", "a &amp; b &lt;c", "&c"]
)
def test_other_text_stays(text):
    assert masked_game_codes(text) == text
