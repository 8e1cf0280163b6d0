"""Scores column by column have the numbers of single scores, by machine code and without."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import score
from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, RISK
from grooming_risk.scoring.block import score_block
from grooming_risk.scoring.scorer import default_model
from support.strategies import messages

MODEL = default_model()
COMPILED = [None, MODEL.compiled]
FOREIGN = [
    "nemoj reći mami",
    "to je naša tajna",
    "どこに住んでるの",
    "да",
    "7 8 9",
    "?",
    "",
    " \t",
    "x" * 70_000,
    "s e c r e t",
]


def assert_same(texts, block):
    scores = [score(text) for text in texts]
    assert [*block.levels] == [one.level for one in scores]
    assert [*block.heads] == [*HEADS]
    assert [*block.heads[RISK]] == [one.risk for one in scores]
    assert [*block.heads[DISCLOSURE]] == [one.disclosure for one in scores]
    for name in PATTERNS:
        assert [*block.heads[name]] == [one.patterns[name] for one in scores]
    assert [*block.coverage] == [one.coverage for one in scores]
    assert [*block.found] == [one.found for one in scores]
    assert [*block.languages] == [one.language for one in scores]
    assert list(map(json.dumps, block.to_dicts())) == [json.dumps(one.to_dict()) for one in scores]


@pytest.mark.parametrize("compiled", COMPILED)
@given(st.lists(st.one_of(messages, st.sampled_from(FOREIGN)), max_size=5))
@settings(deadline=None, max_examples=60)
def test_columns_are_those_of_single_scores(compiled, texts):
    assert_same(texts, score_block(MODEL, texts, compiled))


@pytest.mark.parametrize("compiled", COMPILED)
def test_corpus_and_other_languages(compiled, small_corpus):
    texts = [*small_corpus["text"].tolist()[::10], *FOREIGN]
    block = score_block(MODEL, texts, compiled)

    assert_same(texts, block)
    assert {"en", None} < {*block.languages}
    assert len({*block.found}) > 3


@pytest.mark.parametrize("compiled", COMPILED)
def test_some_messages_are_taken_in_the_order_asked_for(compiled):
    texts = ["gg", "our secret ok? dont tell ur mom", "wp"]
    assert_same([texts[1], texts[0]], score_block(MODEL, texts, compiled).take([1, 0]))
    assert_same([], score_block(MODEL, texts, compiled).take([]))
