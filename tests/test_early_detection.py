"""Figures of conversations: right on cases that can be counted by hand."""

import math

import pandas as pd
import pytest

from grooming_risk import evaluate_conversations, load_conversations

ASK = "dont tell your mom, send me a pic of you, meet me alone tonight and tell nobody"


def conversation(name, kind, texts, labels=None):
    count = len(texts)
    return pd.DataFrame({
        "conversation": name, "kind": kind, "scenario": "friends", "suspect": "a" if kind == "grooming" else None,
        "start": pd.Timestamp("2026-01-01T12:00Z"), "author": ["a", "b"] * (count // 2) + ["a"] * (count % 2),
        "minutes": range(count), "text": texts, "labels": labels or [[]] * count,
    })  # fmt: skip


def test_figures_of_a_small_set_by_hand():
    found = conversation("1", "grooming", ["hi", "hello", ASK, "no", ASK, "no", ASK], [[]] * 6 + [["image_request"]])
    missed = conversation("2", "grooming", ["hi", "hello", "gg", "wp", "gg"])
    calm = conversation("3", "harmless", ["hi", "hello"])
    figures = evaluate_conversations(pd.concat([found, missed, calm])).figures
    medium = figures["medium"]
    p = math.log(3) / (6 - 1)
    alarm = next(k for k in (2, 4, 6) if abs(medium["f_latency"] - 2 / 3 * (2 - 2 / (1 + math.exp(-p * k)))) < 1e-3)

    assert (medium["precision"], medium["recall"], medium["f1"]) == (1.0, 0.5, 0.6667)
    assert (medium["harmless_alarmed"], medium["disclosures_alarmed"]) == (0.0, None)
    assert medium["before_first_overt_ask"] == float(alarm < 6)
    assert medium["erde_50"] == pytest.approx(1 / 3, abs=1e-3)
    assert medium["erde_5"] == pytest.approx((1 + 1 - 1 / (1 + math.exp(alarm + 1 - 5))) / 3, abs=1e-3)
    assert figures["latency_p"] == pytest.approx(p, abs=1e-4)


def test_harmless_alone_has_no_f1():
    figures = evaluate_conversations(conversation("3", "harmless", ["hi", "hello"])).figures

    assert figures["auc"] is figures["medium"]["f1"] is figures["medium"]["f_latency"] is None


def test_shipped_model_finds_held_out_conversations_and_leaves_most_harmless_ones_alone():
    figures = evaluate_conversations(load_conversations("held_out")).figures

    assert figures["auc"] > 0.95
    assert figures["medium"]["recall"] > 0.75
    assert figures["medium"]["harmless_alarmed"] < 0.05
