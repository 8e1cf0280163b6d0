"""Names of emoji are emoji between and inside words; a name alone, a time and words between colons stay."""

import pytest

from grooming_risk.text.emoji_names import with_emoji_by_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("our :pizza: secret :joy: ok", "our 🙂 secret 🙂 ok"),
        ("se:pizza:cret", "se🙂cret"),
        ("our :nyan: secret :nyan: ok", "our 🙂 secret 🙂 ok"),
        (":regional_indicator_o: :regional_indicator_u:", "o u"),
        (":alphabet-white-o::letter_K:", "oK"),
    ],
)
def test_names_are_read(text, shown):
    read = with_emoji_by_name(text)

    assert len(read) == len(text)
    assert read.replace("\u200b", "") == shown


@pytest.mark.parametrize(
    "text", ["nice :pizza: one", "our:secret:ok:dont", "12:30:45", "a::b::c", ":our: :secret:", ":)"]
)
def test_other_text_stays(text):
    assert with_emoji_by_name(text) == text


def test_many_colons_are_linear():
    assert len(with_emoji_by_name(":a" * 100_000)) == 200_000
