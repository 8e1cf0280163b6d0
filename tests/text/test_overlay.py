"""What lies over a text is taken off, and every character keeps its place."""

import pytest
from hypothesis import given

from grooming_risk.text.fold import fold
from grooming_risk.text.overlay import ASCII_SIGNS, overridden, uncovered
from support.strategies import messages


@given(messages)
def test_length_stays(text):
    assert len(uncovered(text)) == len(text)
    assert all(text[start] == "\u202e" and end <= len(text) for start, end in overridden(text))


@given(messages)
def test_text_without_such_signs_stays(text):
    plain = "".join(char for char in text if char not in ASCII_SIGNS + "§\u202e")

    assert uncovered(plain) == plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("||our|| ||secret||", "our secret"),
        ("our||secret||", "our--secret"),
        ("@our @secret!", "our secret!"),
        ("@sam @kiki hi", "@sam @kiki hi"),
        ("mail a@b.org, @you", "mail a@b.org, @you"),
        ("\u202eterces ruo\u202c ok", "our secret ok"),
        ("\u202eour secret", "our secret"),
        ("\u202eterces\nno", "secret no"),
        ("[b]our[/b] [url=https://example.org]secret[/url]", "our secret"),
        ("our<br>secret", "our secret"),
        ("&cour &csecret §ck |cff00ff00ok|r", "our secret k ok"),
        ("our%20secret :fire: 50% :fire: ok", "our secret 🙂 50% 🙂 ok"),
    ],
)
def test_words_appear(text, words):
    assert " ".join(fold(uncovered(text)).split()) == words
