"""Typos are corrected where that gives a known word, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.typos import SHORTEST, TABLES_PAY, TypoCorrector

KNOWN = frozenset(["secret", "picture", "alone", "parents", "send", "school", "telephone"])
CORRECTOR = TypoCorrector(KNOWN)


@pytest.mark.parametrize(
    ("typo", "correct"),
    [
        ("sceret", "secret"),
        ("secrett", "secret"),
        ("secrt", "secret"),
        ("aline", "alone"),
        ("slone", None),
        ("alobe", "alone"),
        ("parants", "parents"),
        ("sned", "send"),
        ("semd", "send"),
        ("sen", None),
        ("sendd", "send"),
        ("ecret", None),
        ("sçhool", None),
        ("x" * 500, None),
    ],
)
def test_single_typos_are_corrected(typo, correct):
    assert CORRECTOR.correct(typo) == correct


@given(st.sampled_from(sorted(KNOWN)), st.data())
def test_every_inner_transposition_is_corrected(word, data):
    at = data.draw(st.integers(1, len(word) - 2))
    typo = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    if typo != word:
        assert CORRECTOR.correct(typo) == word


@given(st.text(max_size=30))
def test_corrections_are_known_words_with_the_same_first_letter(text):
    found = CORRECTOR.correct(text)

    assert found is None or (found in KNOWN and found[0] == text[0] and len(text) >= SHORTEST)


@given(st.lists(st.text("abst", min_size=3, max_size=7), max_size=8), st.text("abst", min_size=4, max_size=8))
def test_tables_change_nothing(known, word):
    known = {*known, *KNOWN}
    early, late = TypoCorrector(known), TypoCorrector(known)
    late._asked = TABLES_PAY

    assert late.correct(word) == early.correct(word)
