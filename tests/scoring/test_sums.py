"""The compiled sums are those of the rules: nasty text, chat, other settings, unknown words that look alike."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import load_corpus
from grooming_risk.scoring.compiled_sums import CompiledSums, compiled_for
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.scoring.term_sums import TermSums
from grooming_risk.text.analyzer import Settings
from grooming_risk.text.windows import windows
from support.strategies import WORDS, analyzer_settings, messages

ODD = ["qzzx", "qzzxa", "xaqzzx", "zxqzxq", "wzzxq"]
"""Words that nobody knows, with pieces in common."""

MODEL = default_model()
PLAIN = TermSums(MODEL.analyzer, MODEL.risk_weights)
COMPILED = CompiledSums(MODEL.analyzer, MODEL.risk_weights)

repeated_words = st.lists(st.sampled_from([*WORDS[:12], *ODD, "video", "call", "home", "do", "not"]), max_size=200)


def assert_same_sums(words, plain=PLAIN, compiled=COMPILED):
    for part in windows(words):
        total, names = compiled.read(part)
        expected, expected_names = plain.read(part)
        assert names == expected_names
        assert total == pytest.approx(expected, abs=0)
        assert compiled.of_names(names) == pytest.approx(plain.of_names(names), abs=0)
        assert compiled.of_part(part) == pytest.approx(
            sum(map(plain.weights.__getitem__, plain.analyzer.terms(part)), 0j), rel=1e-12
        )


@given(messages)
def test_sums_of_nasty_text(text):
    assert_same_sums(MODEL.analyzer.tokenizer.words(text))


@given(repeated_words)
def test_sums_of_words_that_come_again_known_or_not(words):
    assert_same_sums([word for chunk in words for word in MODEL.analyzer.tokenizer.words(chunk)])


@settings(deadline=None)  # a new setting costs a new table
@given(
    repeated_words,
    analyzer_settings,
)
def test_sums_for_other_settings(words, chosen):
    model = scorer_with(chosen)

    assert compiled_for(model.analyzer)
    assert_same_sums(words, TermSums(model.analyzer, model.risk_weights), model.sums)


def test_settings_it_does_not_know_are_left_to_the_rules():
    model = scorer_with(Settings(word_ngrams=3))

    assert type(model.sums) is TermSums
    assert type(MODEL.sums) is CompiledSums
    assert 0 < model.score("send me a pic").risk < 1


@pytest.mark.parametrize("split", ["train", "held_out"])
def test_sums_of_the_corpus(split):
    for text in load_corpus(split)["text"][:1000]:
        assert_same_sums(MODEL.analyzer.tokenizer.words(text))


def test_sums_of_texts_of_many_windows():
    talk = " ".join(load_corpus("held_out")["text"][:200])
    for limit in (100, 120, 121, 130, 1000):
        assert_same_sums(MODEL.analyzer.tokenizer.words(talk)[:limit])


@given(st.one_of(repeated_words, messages.map(MODEL.analyzer.tokenizer.words)))
def test_highest_of_the_parts(words):
    words = [word for chunk in words for word in MODEL.analyzer.tokenizer.words(chunk)]
    if words:
        assert COMPILED.highest(words) == pytest.approx(PLAIN.highest(words), abs=1e-12)


def test_highest_of_the_parts_of_texts_of_all_lengths():
    talk = MODEL.analyzer.tokenizer.words(" ".join(load_corpus("held_out")["text"][:900]))
    assert len(talk) > 3_000
    for count in [*range(1, 60), *range(110, 135), *range(995, 1035), *range(1105, 1130), 2_000, 2_010, 3_000]:
        assert COMPILED.highest(talk[:count]) == pytest.approx(PLAIN.highest(talk[:count]), abs=1e-12)


@cache
def scorer_with(chosen):
    return Scorer(replace(MODEL.artifact, settings=chosen))
