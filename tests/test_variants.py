"""Variants: made by seed, never empty, read as the line they come from where they are a disguise."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.fold import fold
from grooming_risk.lexicon import read_lexicon
from grooming_risk.tokenizer import Tokenizer
from grooming_risk.variants import (
    Variants,
    casing,
    drop_word,
    emoji,
    read_alternatives,
    stretch,
    typo,
    unpunctuated,
    zero_width,
)
from strategies import messages

LEXICON = read_lexicon()
ALTERNATIVES = read_alternatives()
VARIANTS = Variants(LEXICON, ALTERNATIVES)
LINES = ["please send me a picture of the homework", "see you tomorrow at practice"]


@given(messages, st.integers(0, 5))
@example("!\r", 0)
def test_a_variant_depends_on_line_number_and_seed_alone(text, number):
    first = VARIANTS.make(text, "a:1", number, seed=3)

    assert Variants(LEXICON, ALTERNATIVES).make(text, "a:1", number, seed=3) == first
    assert not text.strip() or first.strip()


def test_other_seeds_and_numbers_give_other_variants():
    made = {VARIANTS.make(LINES[0], "a:1", number, seed=seed) for number in range(10) for seed in range(2)}

    assert len(made) > 12
    assert LINES[0] not in made


@pytest.mark.parametrize("change", [casing, zero_width, VARIANTS.lookalike], ids=["casing", "zero_width", "lookalike"])
@pytest.mark.parametrize("line", LINES)
def test_disguise_reads_as_the_line(change, line):
    tokenizer = Tokenizer(LEXICON, [word for text in LINES for word in text.split()])
    for seed in range(30):
        assert tokenizer.words(change(line, Random(seed))) == tokenizer.words(line)


@pytest.mark.parametrize("change", [typo, stretch, emoji, drop_word, VARIANTS.slang, VARIANTS.leet, VARIANTS.reword])
def test_change_changes_the_line(change):
    changed = {change(LINES[0], Random(seed)) for seed in range(20)}

    assert len(changed) > 1
    assert all(fold(text).strip() for text in changed)


def test_punctuation_goes_and_words_stay():
    assert unpunctuated("well, don't go!", Random(0)) == "well dont go"
    assert unpunctuated("??", Random(0)) == "??"


def test_another_word_comes_from_the_set_of_the_word():
    variants = Variants(LEXICON, [["photo", "pic"], ["mum", "mom", "mam"]])

    assert {variants.reword("a photo of mum", Random(seed)) for seed in range(50)} >= {"a pic of mam", "a pic of mom"}
    assert variants.reword("nothing of the kind", Random(0)) == "nothing of the kind"


def test_set_of_a_single_word_is_named(tmp_path):
    (tmp_path / "alternatives.txt").write_text("# sets\nphoto, pic\nmum\n")

    with pytest.raises(DataError, match=r"alternatives\.txt:3: a set needs two words"):
        read_alternatives(tmp_path / "alternatives.txt")
