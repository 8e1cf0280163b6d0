"""Dilution and splitting lose no word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.evaluation.attacks.hiding import DILUTIONS, dilute, split_up
from support.strategies import WORDS

words = st.lists(st.sampled_from([word for word in WORDS if word.isalpha()]), min_size=1, max_size=20).map(" ".join)


@given(words, st.lists(words, min_size=1, max_size=5), st.sampled_from(sorted(DILUTIONS.values())))
def test_dilution_adds_that_many_words_and_keeps_the_message(text, harmless, times):
    diluted = dilute(text, harmless, times)

    assert text in diluted
    added = len(diluted.split()) - len(text.split())
    assert times * len(text.split()) <= added < times * len(text.split()) + max(len(one.split()) for one in harmless)


@pytest.mark.parametrize(("harmless", "times"), [([], 2), (["  "], 2), (["gg"], 0)])
def test_dilution_needs_harmless_words(harmless, times):
    with pytest.raises(ValueError, match=r"harmless|times"):
        dilute("hi", harmless, times)


@given(words, st.integers(0, 5))
def test_splitting_loses_no_word(text, seed):
    parts = split_up(text, seed=seed)

    assert " ".join(parts) == text
    assert len(parts) == 1 or all(len(part.split()) >= 2 for part in parts)
    assert (len(parts) > 1) == (len(text.split()) >= 4)
