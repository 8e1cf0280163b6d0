"""A slip of the finger is undone where that gives a known word, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.typos import SHORTEST, Mender

KNOWN = frozenset(["secret", "picture", "alone", "parents", "send", "school", "telephone"])
MENDER = Mender(KNOWN)


@pytest.mark.parametrize(
    ("slip", "meant"),
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
def test_slips(slip, meant):
    assert MENDER.mend(slip) == meant


@given(st.sampled_from(sorted(KNOWN)), st.data())
def test_every_swap_inside_a_word_is_undone(word, data):
    at = data.draw(st.integers(1, len(word) - 2))
    slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    if slip != word:
        assert MENDER.mend(slip) == word


@given(st.text(max_size=30))
def test_what_comes_out_is_known_and_begins_alike(text):
    found = MENDER.mend(text)

    assert found is None or (found in KNOWN and found[0] == text[0] and len(text) >= SHORTEST)
