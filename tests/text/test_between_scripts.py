"""Latin words are read between equal letters of another script, and nowhere else."""

import pytest

from grooming_risk.text.between_scripts import latin_parts
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.tokenizer import Tokenizer

TOKENIZER = Tokenizer(read_lexicon(), ["our"])


@pytest.mark.parametrize("sign", "的のก다")
def test_words_appear_at_their_places(sign):
    text = f"hi our{sign}secret{sign}ok"

    assert TOKENIZER.words(text) == ["hi", "our", "secret", "ok"]
    assert [text[token.start : token.end] for token in TOKENIZER.tokens(text)] == ["hi", "our", "secret", "ok"]


def test_letters_apart_are_joined():
    assert TOKENIZER.words("s的e的c的r的e的t") == ["secret"]


@pytest.mark.parametrize("text", ["我love你", "our的secret", "日本語のテスト", "сегодня", "abc的xqz的vvk的zzz"])
def test_other_text_is_one_word(text):
    assert len(TOKENIZER.words(text)) == 1


def test_there_is_nothing_to_part_in_plain_words():
    assert latin_parts("oursecret") == []
