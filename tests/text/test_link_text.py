"""The query of a link is read where it is text."""

import pytest

from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.link_text import query_words
from grooming_risk.text.tokenizer import Tokenizer


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://example.org/?q=our+secret+ok", "our secret ok"),
        ("https://example.org/?a=1&q=dont%20tell%20mom#x", "dont tell mom"),
        ("https://example.org/#msg=%6fur_%73ecret-ok", "our secret ok"),
        ("https://example.org/watch?v=dQw4w9&list=PL0&t=10s", ""),
        ("https://example.org/?utm_source=spring+sale+mail", ""),
        ("https://example.org/our-secret-ok", ""),
    ],
)
def test_words(link, words):
    assert query_words(link) == words.split()


def test_a_message_is_read_and_its_evidence_is_the_link():
    text = "see https://example.org/?q=our+secret+ok"
    tokens = Tokenizer(read_lexicon(), ["our"]).tokens(text)

    assert [token.word for token in tokens] == ["see", "#link", "our", "secret", "ok"]
    assert {text[token.start : token.end] for token in tokens[1:]} == {text[4:]}


def test_a_long_query_is_linear():
    assert query_words("?" + "a=+" * 100_000) == []
