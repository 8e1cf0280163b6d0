"""Evaluation: figures that can be checked by hand."""

import pandas as pd
import pytest

from grooming_risk import evaluate, load_corpus
from grooming_risk.figures import flat_figures


@pytest.fixture(scope="module")
def held_out():
    return load_corpus("held_out")


def test_figures_of_a_frame(held_out, scorer):
    figures = evaluate(held_out, model=scorer).figures

    assert figures["messages"] == held_out["kind"].value_counts().to_dict()
    assert 0.5 < figures["auc_look_alikes"] <= 1
    assert 0 < figures["brier"] < 0.25
    assert set(figures["flagged"]) == {"low", "medium", "high"}
    for kind in held_out["kind"].unique():
        flagged = [figures["flagged"][level][kind] for level in ("low", "medium", "high")]
        assert flagged == sorted(flagged, reverse=True)


def test_order_of_the_rows_does_not_matter(held_out, scorer):
    assert evaluate(held_out.iloc[::-1], model=scorer).figures == evaluate(held_out, model=scorer).figures


def test_what_the_frame_is_too_small_for_is_none(scorer):
    frame = pd.DataFrame({"text": ["our secret", "gg"], "kind": ["grooming", "everyday"], "labels": [["secrecy"], []]})
    figures = evaluate(frame, model=scorer).figures

    assert figures["auc_look_alikes"] is None
    assert figures["average_precision"]["coercion"] is None
    assert figures["average_precision"]["mean"] == figures["average_precision"]["secrecy"]
    assert set(figures["recall_at_false_alarm_rate"].values()) == {None}


def test_harmless_messages_of_ones_own_set_the_rates(held_out, scorer):
    own = evaluate(held_out, model=scorer, benign_texts=["gg"] * 3000).figures

    assert own["recall_at_false_alarm_rate"]["0.001"] > 0.5
    assert own["recall_at_false_alarm_rate"]["0.0001"] is None
    assert own["flagged"]["medium"]["harmless"] == 0.0


def test_frame_lists_every_figure(held_out, scorer):
    result = evaluate(held_out, model=scorer)

    assert len(result.to_frame()) == len(list(flat_figures(result.figures)))
    assert "average_precision.secrecy" in set(result.to_frame()["figure"])
