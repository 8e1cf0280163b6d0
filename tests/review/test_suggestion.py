"""Suggestions: uncertain, unknown and different messages, independent of their order."""

import random
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from grooming_risk import load_corpus, score_many
from grooming_risk.labels import HEADS
from grooming_risk.review.coreset import NEAR, choose, rows_of
from grooming_risk.review.suggestion import DIFFERENT, UNCERTAIN, UNKNOWN, suggest
from grooming_risk.review.uncertainty import head_log_odds, oov_rate, uncertainty
from grooming_risk.scoring.scorer import default_model
from support.strategies import messages

CHAT = load_corpus("validation")["text"].tolist() + load_corpus("held_out")["text"].tolist()


@pytest.fixture(scope="module")
def model():
    return default_model()


@pytest.fixture(scope="module")
def words(model):
    return model.analyzer.tokenizer.words


@pytest.fixture(scope="module")
def suggested(model):
    return suggest(CHAT, model, 40)


def cosines(texts, model, words):
    rows = rows_of([words(text) for text in texts], model)
    return (rows @ rows.T).toarray()


def test_index_is_the_position_of_the_message(suggested, model):
    assert len(suggested) == 40
    assert suggested["text"].tolist() == [CHAT[position] for position in suggested.index]
    risks = [float(s) for s in score_many(suggested["text"], model=model)]
    assert suggested["risk"].tolist() == pytest.approx(risks, abs=1e-9)


def test_the_order_of_the_messages_does_not_matter(suggested, model):
    shuffled = random.Random(7).sample(CHAT, len(CHAT))
    again = suggest(shuffled, model, 40)

    pd.testing.assert_frame_equal(again.reset_index(drop=True), suggested.reset_index(drop=True))
    assert again["text"].tolist() == [shuffled[position] for position in again.index]


def test_suggestions_are_no_near_copies(model, words):
    labelled = CHAT[::4]
    texts = suggest(CHAT, model, 60, labelled=labelled)["text"].tolist()
    near = cosines(texts + labelled, model, words)

    assert all(near[a, b] < NEAR for a, b in combinations(range(len(texts)), 2))
    assert near[: len(texts), len(texts) :].max() < NEAR


def test_uncertain_suggestions_are_near_a_threshold(suggested, model, words):
    def uncertainties(texts):
        return uncertainty(head_log_odds([words(text) for text in texts], model), model)

    picked = uncertainties(suggested.loc[suggested["reason"] == UNCERTAIN, "text"])

    assert picked.min() > np.quantile(uncertainties(CHAT), 0.8)


def test_unknown_suggestions_have_a_high_oov_rate(suggested, model, words):
    picked = oov_rate([words(text) for text in suggested.loc[suggested["reason"] == UNKNOWN, "text"]], model)

    assert picked.mean() > np.quantile(oov_rate([words(text) for text in CHAT], model), 0.9)


def test_reasons_take_turns(suggested):
    assert suggested["reason"].tolist()[:4] == [UNCERTAIN, UNKNOWN, UNCERTAIN, DIFFERENT]
    assert suggested["reason"].value_counts().to_dict() == {UNCERTAIN: 20, UNKNOWN: 10, DIFFERENT: 10}


CENTRE, LEFT, RIGHT, ALONE = [1, 0, 0, 0], [0.6, 0.8, 0, 0], [0.6, 0, 0.8, 0], [0, 0, 0, 1]


def test_representative_messages_come_first_and_covered_ones_last():
    rows = csr_matrix([ALONE, LEFT, CENTRE, RIGHT])

    assert [row for row, _ in choose(rows, rows, [], {}, [DIFFERENT], 4)] == [2, 0, 1, 3]
    assert choose(rows, rows, [csr_matrix([CENTRE])], {}, [DIFFERENT], 1) == [(0, DIFFERENT)]


def test_worth_shrinks_near_chosen_messages_and_near_copies_are_left_out():
    rows = csr_matrix([CENTRE, LEFT, [0, 1, 0, 0], ALONE])
    worth = {UNCERTAIN: np.array([1, 0.9, 0.5, 0.1])}  # LEFT: 0.9 * (1 - 0.6) < 0.5, then a near copy

    assert [row for row, _ in choose(rows, rows, [], worth, [UNCERTAIN], 4)] == [0, 2, 3]
    assert [row for row, _ in choose(rows, rows, [csr_matrix([ALONE])], worth, [UNCERTAIN], 4)] == [0, 2]


def test_a_turn_without_worth_is_skipped():
    rows = csr_matrix([CENTRE, ALONE])
    worth = {UNCERTAIN: np.array([0.2, 0.1]), UNKNOWN: np.zeros(2)}

    assert choose(rows, rows, [], worth, [UNKNOWN, UNCERTAIN], 5) == [(0, UNCERTAIN), (1, UNCERTAIN)]


def test_large_n_gives_each_message_once(model):
    texts = ["gg wp", "what is 6 times 4", "send me a pic", "gg wp", "GG  WP", "", "  "]
    frame = suggest(texts, model, 50)

    assert sorted(frame["text"].str.lower()) == ["gg  wp", "send me a pic", "what is 6 times 4"]


def test_duplicates_change_nothing(suggested, model):
    doubled = suggest(CHAT + CHAT[::3], model, 40)

    pd.testing.assert_frame_equal(doubled, suggested)


def test_labelled_messages_in_any_spelling_are_left_out(model):
    assert suggest(["Send me a PIC", "brb"], model, labelled=["send  me a pic"])["text"].tolist() == ["brb"]
    assert suggest(["brb"], model, labelled=["brb", "gg"]).empty


@pytest.mark.parametrize(("texts", "n"), [([], 5), (["gg"], 0), ([" ", ""], 5)])
def test_nothing_to_suggest_gives_an_empty_table(texts, n, model):
    frame = suggest(texts, model, n)

    assert frame.empty
    assert list(frame.columns) == ["text", "risk", "reason"]


def test_the_seed_draws_the_sample(suggested, model):
    other = suggest(CHAT, model, 40, seed=1)

    assert suggest(CHAT, model, 40, seed=1).equals(other)
    assert other["text"].tolist() != suggested["text"].tolist()


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (("gg wp",), TypeError, "wrap it in a list"),
        ((["gg", 3],), TypeError, "message 1 must be a str"),
        ((["gg"], None, -1), ValueError, "at least 0, not -1"),
        ((["gg"], None, 2.5), TypeError, "must be an int, not float"),
    ],
)
def test_wrong_arguments_are_refused(arguments, error, says):
    with pytest.raises(error, match=says):
        suggest(*arguments)


@settings(deadline=None, max_examples=40)
@given(st.lists(messages, max_size=8))
def test_bulk_log_odds_equal_the_scorers(texts):
    model = default_model()
    bulk = head_log_odds([model.analyzer.tokenizer.words(text) for text in texts], model)

    assert bulk.shape == (len(texts), len(HEADS))
    for row, text in zip(bulk, texts, strict=True):
        assert row.tolist() == pytest.approx(model.log_odds(text), abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.lists(messages, max_size=8), st.lists(messages, max_size=3))
def test_any_text_is_accepted(texts, labelled):
    frame = suggest(texts, n=5, labelled=labelled)

    assert len(frame) <= 5
    assert frame["text"].tolist() == [texts[position] for position in frame.index]
    assert frame["risk"].between(0, 1).all()
