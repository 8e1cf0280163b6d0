"""Attacks leave a message readable, hit every message alike, and are measured at the model's own thresholds."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import load_corpus
from grooming_risk.evaluation.attacks.disguises import DISGUISES, disguise
from grooming_risk.text.fold import fold
from support.process import fresh
from support.strategies import WORDS, messages

words = st.lists(st.sampled_from([word for word in WORDS if word.isalpha()]), min_size=1, max_size=20).map(" ".join)
REPEATABLE = [name for name in DISGUISES if name not in ("synonyms", "typos", "leet", "stretching")]
"""Disguises that leave the letters and their order as they are, for who can see through them."""


@given(messages, st.sampled_from(sorted(DISGUISES)), st.integers(0, 3))
@settings(max_examples=200)
def test_any_text_can_be_disguised_by_its_seed_alone(text, name, seed):
    """Nothing else that is drawn at random moves it, and it moves nothing else."""
    random.seed(1)
    before = random.getstate()
    hidden = disguise(text, name, seed=seed)
    assert random.getstate() == before
    random.seed(2)

    assert disguise(text, name, seed=seed) == hidden


def test_a_disguise_is_the_same_in_another_process_and_another_with_another_seed():
    texts = load_corpus("validation")["text"].tolist()[:30]
    code = (
        "import sys, json; from grooming_risk.evaluation.attacks.disguises import DISGUISES, disguise; "
        "print(json.dumps([[disguise(text, name, seed=3) for text in json.loads(sys.argv[1])] for name in DISGUISES]))"
    )
    told = [json.loads(fresh(code, json.dumps(texts), environment={"PYTHONHASHSEED": seed})) for seed in ("1", "2")]
    here, other = ([[disguise(text, name, seed=seed) for text in texts] for name in DISGUISES] for seed in (3, 4))

    assert told == [here, here]
    assert here != other


@given(words, st.sampled_from(REPEATABLE))
def test_the_letters_are_still_there(text, name):
    hidden = fold(disguise(text, name)).translate({ord(sign): letter for sign, letter in _lookalikes().items()})
    letters = [char for char in hidden if char.isascii() and char.isalpha()]

    assert "".join(letters) == text.lower().replace(" ", "")


def _lookalikes():
    from grooming_risk.text.lexicon import read_lexicon

    lexicon = read_lexicon()
    return {**{sign: letters[-1] for sign, letters in lexicon.leet.items() if not sign.isascii()}, **lexicon.lookalikes}


@pytest.mark.parametrize("name", sorted(set(DISGUISES) - {"synonyms"}))
def test_a_disguise_leaves_no_plain_message(name):
    assert disguise("please send the picture tonight", name) != "please send the picture tonight"


def test_an_unknown_disguise_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="leet"):
        disguise("hi", "no_such")
<<<<<<< HEAD
=======


@given(words, st.lists(words, min_size=1, max_size=5), st.sampled_from(sorted(DILUTIONS.values())))
def test_dilution_adds_that_many_words_and_keeps_the_message(text, harmless, times):
    diluted = dilute(text, harmless, times)

    assert text in diluted
    added = len(diluted.split()) - len(text.split())
    assert times * len(text.split()) <= added < times * len(text.split()) + max(len(one.split()) for one in harmless)


@pytest.mark.parametrize(("harmless", "times"), [([], 2), (["  "], 2), (["gg"], 0)])
def test_dilution_needs_harmless_words(harmless, times):
    with pytest.raises(ValueError, match=r"harmless|times"):
        dilute("hi", harmless, times)


@given(words, st.integers(0, 5))
def test_splitting_loses_no_word(text, seed):
    parts = split_up(text, seed=seed)

    assert " ".join(parts) == text
    assert len(parts) == 1 or all(len(part.split()) >= 2 for part in parts)
    assert (len(parts) > 1) == (len(text.split()) >= 4)


def test_casing_and_invisible_characters_cost_nothing(scorer):
    texts = load_corpus("held_out")["text"].tolist()[:60]
    clean = [score.risk for score in scorer.score_many(texts)]

    for name in ("casing", "zero_width"):
        assert attacked_risks(scorer, texts, name, ["gg"], 0).tolist() == pytest.approx(clean)


def test_metrics_follow_from_the_risks(scorer):
    held_out = load_corpus("held_out")
    frame = held_out[held_out["kind"].isin(["grooming", "everyday"])].iloc[::8]
    found = evaluate_attacks(frame, model=scorer, rounds=20)
    risky = frame.loc[frame["kind"] == "grooming", "text"].tolist()
    harmless = frame.loc[frame["kind"] == "everyday", "text"].tolist()
    bound = scorer.thresholds["levels"]["low"]
    hidden = attacked_risks(scorer, risky, "leet", harmless, 0)
    clean = sum(score.risk >= bound for score in scorer.score_many(risky))

    assert list(found.figures["attacks"]) == list(ATTACKS)
    assert found.figures["attacks"]["leet"]["recall_kept_at_low"] == pytest.approx(
        (hidden >= bound).sum() / clean, abs=1e-4
    )
    kept = [one["recall_kept_at_low"] for one in found.figures["attacks"].values()]
    assert found.figures["lowest_recall_kept"]["low"] == min(*kept, 1.0)
    assert found.figures["mean_recall_kept"]["low"] <= 1.0
    low, high = found.intervals["attacks.leet.recall_kept_at_low"]
    assert low <= found.figures["attacks"]["leet"]["recall_kept_at_low"] <= high


def test_attacks_need_both_kinds():
    held_out = load_corpus("held_out")

    with pytest.raises(ValueError, match="grooming"):
        evaluate_attacks(held_out[held_out["kind"] == "everyday"])
    with pytest.raises(ValueError, match="harmless"):
        evaluate_attacks(held_out[held_out["kind"] == "grooming"])


@pytest.mark.slow
def test_the_shipped_model_keeps_what_it_finds():
    """The floor below which an attack may not push the shipped model; the figures themselves are in the report."""
    figures = evaluate_attacks(load_corpus("held_out"), rounds=0).figures

    assert figures["mean_recall_kept"]["low"] >= 0.93
    assert figures["lowest_recall_kept"]["low"] >= 0.8
>>>>>>> s_f
