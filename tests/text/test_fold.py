"""Folding: variants of a letter become one, and offsets lead back to the text."""

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
        ("⒮⒠⒩⒟ 🄜🄔", "send me"),
        ("séñd", "send"),
        ("se\u17b4nd", "send"),
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
def test_variants_of_a_letter_become_one(written, folded):
    assert fold(written) == folded


@given(messages)
def test_folding_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_shortcut_equals_the_table(text):
    assert fold(text) == text.translate(_TABLE)


@given(messages)
def test_offsets_rise_and_point_to_the_original_character(text):
    folded, offsets = fold(text), list(fold_offsets(text))

    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert all(char in fold(text[offset]) for char, offset in zip(folded, offsets, strict=False))
