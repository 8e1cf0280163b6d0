"""Signs between many words do not part them; other signs stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.parting_signs import places_without_signs

words = st.lists(st.sampled_from(["our", "secret", "😂", "❤", "?", "#smile", "हि", "ि"]), max_size=30)


def kept(text):
    parts = text.split()
    return " ".join(parts[place] for place in places_without_signs(parts))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("our 😂 secret 🔥 ok", "our secret ok"),
        ("our 😂 😂 secret not 🔥 ok 😂", "our secret not ok 😂"),
        ("😂 our secret 🔥 ok", "😂 our secret 🔥 ok"),
        ("our 😂 one two three 😂 secret", "our 😂 one two three 😂 secret"),
        ("😂 😂 😂", "😂 😂 😂"),
        ("what ? who ? me", "what ? who ? me"),
    ],
)
def test_signs_between_words(text, rest):
    assert kept(text) == rest


@given(words)
def test_words_stay_in_order(parts):
    places = list(places_without_signs(parts))

    assert places == sorted(set(places))
    assert [parts[place] for place in places if parts[place].isascii()] == [part for part in parts if part.isascii()]
