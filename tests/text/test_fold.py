"""Folding: many spellings become one, and every folded character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.fold import _TABLE, fold, fold_offsets
from support.strategies import messages


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＳＥＮＤ", "send"),
        ("𝓼𝓮𝓷𝓭", "send"),
        ("ⓢⓔⓝⓓ", "send"),
        ("🅂🄴🄽🄳 🅜🅔", "send me"),
        ("séñd", "send"),
        ("s\u200be\u00adn\ufeffd", "send"),
        ("s\u0336e\u0336nd", "send"),
        ("don’t don`t donʼt", "don't don't don't"),
        ("Straße", "strasse"),
        ("a\tb\u3000c\u2800d", "a b c d"),
        ("a\ud800b\x00c\u202ed", "abcd"),
        ("👍🏽", "👍"),
        ("हिन्दी 한국어 ไทย", "हिन्दी 한국어 ไทย"),
    ],
)
def test_spellings_of_a_letter_become_one(written, folded):
    assert fold(written) == folded


@given(messages)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_text_equals_the_long_one(text):
    assert fold(text) == text.translate(_TABLE)


@given(messages)
def test_offsets_rise_and_lead_back_to_the_character(text):
    folded, offsets = fold(text), list(fold_offsets(text))

    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert all(char in fold(text[offset]) for char, offset in zip(folded, offsets, strict=False))
