"""Figures of conversations: right on cases that can be counted by hand."""

import math

import pandas as pd
import pytest

from grooming_risk import Conversation, evaluate_conversations, load_conversations

ASK = "dont tell your mom, send me a pic of you, meet me alone tonight and tell nobody"


def conversation(name, kind, texts, labels=None):
    count = len(texts)
    return pd.DataFrame({
        "conversation": name, "kind": kind, "scenario": "friends", "suspect": "a" if kind == "grooming" else None,
        "start": pd.Timestamp("2026-01-01T12:00Z"), "author": ["a", "b"] * (count // 2) + ["a"] * (count % 2),
        "minutes": range(count), "text": texts, "labels": labels or [[]] * count,
    })  # fmt: skip


def test_metrics_of_a_small_set_equal_those_by_hand():
    found = conversation("1", "grooming", ["hi", "hello", ASK, "no", ASK, "no", ASK], [[]] * 6 + [["image_request"]])
    missed = conversation("2", "grooming", ["hi", "hello", "gg", "wp", "gg"])
    calm = conversation("3", "harmless", ["hi", "hello"])
    figures = evaluate_conversations(pd.concat([found, missed, calm])).figures
    medium = figures["medium"]
    p = math.log(3) / (6 - 1)
    chat = Conversation()
    levels = [chat.add(row.text, author=row.author).level for row in found.itertuples()]
    alarm = next(number for number, level in enumerate(levels) if level in ("medium", "high"))

    assert alarm in (2, 4, 6)
    assert medium["f_latency"] == pytest.approx(2 / 3 * (2 - 2 / (1 + math.exp(-p * alarm))), abs=1e-3)
    assert (medium["precision"], medium["recall"], medium["f1"]) == (1.0, 0.5, 0.6667)
    assert (medium["harmless_alarmed"], medium["disclosures_alarmed"]) == (0.0, None)
    assert medium["before_first_overt_ask"] == float(alarm < 6)
    assert medium["erde_50"] == pytest.approx(1 / 3, abs=1e-3)
    assert medium["erde_5"] == pytest.approx((1 + 1 - 1 / (1 + math.exp(alarm + 1 - 5))) / 3, abs=1e-3)
    assert figures["latency_p"] == pytest.approx(p, abs=1e-4)


def test_harmless_alone_has_no_f1():
    figures = evaluate_conversations(conversation("3", "harmless", ["hi", "hello"])).figures

    assert figures["auc"] is figures["medium"]["f1"] is figures["medium"]["f_latency"] is None


def small_set():
    found = conversation("1", "grooming", ["hi", "hello", ASK, "no", ASK], [[]] * 4 + [["image_request"]])
    missed = conversation("2", "grooming", ["hi", "hello", "gg", "wp", "gg"])
    calm = conversation("3", "harmless", ["hi", "hello"])
    return [found, missed, calm]


def test_predictions_say_when_each_conversation_was_alarmed():
    played = evaluate_conversations(pd.concat(small_set()), rounds=0).predictions

    assert played.index.tolist() == ["1", "2", "3"]
    assert played["length"].tolist() == [5, 5, 2]
    assert played["alarm_medium"]["1"] in (2.0, 4.0)
    assert played["alarm_medium"].isna().tolist() == [False, True, True]
    assert played["first_overt_ask"]["1"] == 4.0
    assert not (played["alarm_high"] < played["alarm_medium"]).any()
    assert "text" not in played.columns


CRY = "someone online keeps asking me for pictures and i dont know what to do, can you help me"


def test_cries_for_help_are_counted_by_kind():
    told, mistaken = (conversation(name, kind, ["hi", CRY]) for name, kind in (("4", "disclosure"), ("5", "harmless")))
    result = evaluate_conversations(pd.concat([*small_set(), told, mistaken]), rounds=0)
    title = "conversations in which somebody is taken to ask for help"
    (table,) = [one for one in result.tables() if one.title == title]

    assert result.figures["asked_for_help"] == {"disclosure": 1.0, "grooming": 0.0, "harmless": 0.5}
    assert result.predictions["asked_for_help"].dropna().to_dict() == {"4": 1.0, "5": 1.0}
    assert set(result.intervals) >= {f"asked_for_help.{kind}" for kind in ("disclosure", "grooming", "harmless")}
    assert table.rows[0][:2] == ("disclosure", "1.000")


def test_order_of_the_conversations_does_not_matter():
    one, other = (evaluate_conversations(pd.concat(parts), rounds=20) for parts in (small_set(), small_set()[::-1]))

    assert one == other


def test_slices_are_by_scenario_and_by_register_where_there_is_one():
    plain = pd.concat(small_set()).drop(columns="scenario")
    by_register = evaluate_conversations(plain.assign(register=plain["conversation"].map(lambda n: f"r{n}")), rounds=0)

    assert evaluate_conversations(pd.concat(small_set()), rounds=0).figures["slices"]["scenario"]["friends"]["n"] == 3
    assert by_register.figures["slices"]["register"]["r1"]["recall"] == 1.0
    assert by_register.figures["slices"]["register"]["r2"]["recall"] == 0.0
    assert by_register.figures["medium"]["recall_by_scenario"] == {}


def test_false_alarms_have_an_interval_even_where_there_was_none():
    result = evaluate_conversations(pd.concat(small_set()), rounds=0)

    assert result.figures["medium"]["harmless_alarmed"] == 0.0
    assert result.intervals["medium.harmless_alarmed"][0] == 0.0
    assert result.intervals["medium.harmless_alarmed"][1] > 0.5


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (lambda frame: frame.drop(columns="author"), KeyError, "'author'"),
        (lambda frame: frame.iloc[:0], ValueError, "no conversation"),
        (lambda frame: frame.assign(conversation=None), ValueError, "row 0: .* name of its conversation"),
        (lambda frame: frame.assign(conversation=["1", "", "1", "1", "1"]), ValueError, "row 1: .* name of its conv"),
        (
            lambda frame: frame.assign(conversation=["1", "1", pd.NA, "1", "1"]),
            ValueError,
            "row 2: .* name of its conv",
        ),
    ],
)
def test_invalid_input_is_refused(change, error, said):
    with pytest.raises(error, match=said):
        evaluate_conversations(change(small_set()[0]))


def test_shipped_model_finds_held_out_conversations_and_leaves_most_harmless_ones_alone():
    result = evaluate_conversations(load_conversations("held_out"))
    figures = result.figures

    assert figures["auc"] > 0.95
    assert figures["medium"]["recall"] > 0.75
    assert figures["medium"]["harmless_alarmed"] < 0.05
    assert figures["asked_for_help"]["harmless"] < 0.05 < 0.85 < figures["asked_for_help"]["disclosure"]
    for name in ("recall", "f1", "f_latency", "before_first_overt_ask"):
        low, high = result.intervals[f"medium.{name}"]
        assert low < figures["medium"][name] < high
    assert result.intervals["auc"][0] < figures["auc"] < result.intervals["auc"][1]
