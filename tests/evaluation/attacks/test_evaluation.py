"""Attacks are measured at the model's own thresholds."""

import pytest

from grooming_risk import load_corpus
from grooming_risk.evaluation.attacks.evaluation import ATTACKS, attacked_risks, evaluate_attacks


def test_casing_and_invisible_characters_cost_nothing(scorer):
    texts = load_corpus("held_out")["text"].tolist()[:60]
    clean = [score.risk for score in scorer.score_many(texts)]

    for name in ("casing", "zero_width"):
        assert attacked_risks(scorer, texts, name, ["gg"], 0).tolist() == pytest.approx(clean)


def test_figures_are_those_of_the_risks(scorer):
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


def test_the_shipped_model_keeps_what_it_finds():
    """The floor below which an attack may not push the shipped model; the figures themselves are in the report."""
    figures = evaluate_attacks(load_corpus("held_out"), rounds=0).figures

    assert figures["mean_recall_kept"]["low"] >= 0.93
    assert figures["mean_recall_kept"]["medium"] >= 0.9
    turned = figures["attacks"].pop("reversed_text")  # known to be weaker: words of other languages would be turned
    assert min(one["recall_kept_at_low"] for one in figures["attacks"].values()) >= 0.8
    assert min(one["recall_kept"] for one in figures["attacks"].values()) >= 0.75
    assert turned["recall_kept"] >= 0.65
