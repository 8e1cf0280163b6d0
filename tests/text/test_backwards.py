"""Texts that are written backwards are read, and other languages are not turned."""

import pytest

from grooming_risk.scoring.scorer import load_model
from grooming_risk.text.backwards import turned


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tnod llet ruoy mom tuoba ruo terces", "do not tell your mom about our secret"),
        ("terces ruo tuoba mom ruoy llet ton od", "do not tell your mom about our secret"),
    ],
)
def test_words_appear_and_evidence_covers_what_was_turned(text, words):
    tokenizer = load_model().analyzer.tokenizer

    assert tokenizer.words(text) == words.split()
    tokens = tokenizer.tokens(text)
    assert [token.word for token in tokens] == words.split()
    for token in tokens:
        assert text[token.start : token.end] in (text, *text.split())


@pytest.mark.parametrize("text", ["ko na si sa", "no em", "is it on", "lol was god", "", "ünd si ti uoy"])
def test_other_text_stays(text):
    assert turned(text) == ""
