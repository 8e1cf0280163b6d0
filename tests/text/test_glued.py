"""Glued words are parted; ordinary words that happen to hold known words stay whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.glued import GluedWords
from grooming_risk.text.typos import TABLES_PAY
from support.strategies import WORDS

KNOWN = {word for word in WORDS if word.isalpha()} | {"our", "your", "hatch", "back", "con", "front", "format", "ever"}
GLUED = GluedWords(KNOWN)


@pytest.mark.parametrize(
    ("glued", "words"),
    [
        ("oursecret", "our secret"),
        ("donttellurmom", "dont tell ur mom"),
        ("sendmeapic", "send me a pic"),
        ("oursecretzzdonttellurmom", "our secret zz dont tell ur mom"),
    ],
)
def test_glued_words_are_parted(glued, words):
    assert GLUED.parted(glued) == words.split()


@pytest.mark.parametrize(
    "word", ["hatchback", "confront", "information", "homeschool", "qzzx", "ever", "conformation", "x" * 40, "ourà", ""]
)
def test_other_words_stay_whole(word):
    assert GLUED.parted(word) == []


def test_one_of_several_glued_words_is_parted_without_a_common_word():
    assert GLUED.parted_among_others("hatchback") == ["hatch", "back"]
    assert GLUED.parted_among_others("qzzxqzzxhome") == []


@given(st.lists(st.sampled_from(sorted(KNOWN)), max_size=30), st.text("abz", max_size=9))
def test_no_letter_is_lost(words, rest):
    glued = "".join(words) + rest

    assert "".join(GLUED.parted(glued)) in ("", glued)
    assert "".join(GLUED.parted_among_others(glued)) in ("", glued)


@given(st.lists(st.sampled_from(sorted(KNOWN)), max_size=9), st.text("aiuz", max_size=9))
def test_tables_change_nothing(words, rest):
    glued = "".join(words) + rest
    late = GluedWords(KNOWN)
    late._asked = TABLES_PAY

    assert late.parted(glued) == GLUED.parted(glued)
    assert late.parted_among_others(glued) == GLUED.parted_among_others(glued)
