"""Stars are read as vowels where that gives a known word."""

import pytest

from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.starred import starred_words
from grooming_risk.text.tokenizer import Tokenizer


@pytest.mark.parametrize(("chunk", "words"), [
    ("s*cr*t", ["secret"]), ("p*c", ["pic"]), ("c*t", ["cat", "cut"]), ("s*cr*t*", []), ("**cat", []),
    ("a*b*c*d*e", []), ("2*3", []), ("x*z", []),
])  # fmt: skip
def test_words(chunk, words):
    assert starred_words(chunk, {"secret", "pic", "cat", "cut"}) == words


def test_a_message_is_read():
    text = "our s*cr*t!"
    tokens = Tokenizer(read_lexicon(), ["our"]).tokens(text)

    assert [(token.word, text[token.start : token.end]) for token in tokens] == [("our", "our"), ("secret", "s*cr*t!")]
