"""The same filler between all words is dropped; little words and rows of equal words stay."""

import pytest

from grooming_risk.scoring.scorer import load_model
from grooming_risk.text.filler import has_filler, without_filler


def test_words_appear_at_their_places():
    tokenizer, text = load_model().analyzer.tokenizer, "our lol secret LOL ok lol dont lol tell"

    assert tokenizer.words(text) == ["our", "secret", "ok", "do", "not", "tell"]
    assert [text[token.start : token.end] for token in tokenizer.tokens(text)][:3] == ["our", "secret", "ok"]


@pytest.mark.parametrize(
    "text",
    [
        "a and b and c and d and",
        "go go go go go go go go",
        "a lol b lol c haha d lol",
        "a lol b lol c",
        "",
        "x lol x lol x lol x lol",
    ],
)
def test_other_text_stays(text):
    assert not has_filler(text.split())
    assert without_filler(text) == text
