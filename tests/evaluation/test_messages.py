"""Evaluation: figures that can be checked by hand and by scikit-learn, with intervals, and nothing of the texts."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, precision_recall_fscore_support, roc_auc_score

from grooming_risk import chat_messages, evaluate, load_corpus, load_model
from grooming_risk.errors import UnknownNameError
from grooming_risk.evaluation.messages import ARTEFACT_LIMIT, Evaluation, drawn_intervals
from grooming_risk.labels import DISCLOSURE, LEVELS, PATTERNS
from grooming_risk.metrics.nested import flat_figures


@pytest.fixture(scope="module")
def held_out():
    return load_corpus("held_out")


@pytest.fixture(scope="module")
def sample(held_out):
    """A quarter of the split, for what holds of any table."""
    return held_out.iloc[::4].reset_index(drop=True)


@pytest.fixture(scope="module")
def model():
    return load_model()


@pytest.fixture(scope="module")
def result(held_out, model):
    return evaluate(held_out, model=model, rounds=40)


CRY = "someone online keeps asking me for pictures and i dont know what to do, can you help me"


def table(*rows):
    return pd.DataFrame(rows, columns=["text", "kind", "labels"])


def test_metrics_of_a_frame(held_out, result):
    figures = result.figures

    assert figures["messages"] == held_out["kind"].value_counts().to_dict()
    assert figures["harmless"] == {
        "source": "everyday messages of the frame",
        "n": int((held_out["kind"] == "everyday").sum()),
    }
    assert 0.5 < figures["auc_look_alikes"] <= 1
    assert 0 < figures["brier"] < 0.25
    assert set(figures["flagged"]) == {"low", "medium", "high"}
    for kind in held_out["kind"].unique():
        flagged = [figures["flagged"][level][kind] for level in ("low", "medium", "high")]
        assert flagged == sorted(flagged, reverse=True)


def test_metrics_of_the_risk_equal_scikit_learn(result, model):
    truth, risk = result.predictions["y_true"], result.predictions["risk"]

    assert result.figures["roc_auc"] == pytest.approx(roc_auc_score(truth, risk), abs=1e-4)
    assert result.figures["average_precision"]["risk"] == pytest.approx(average_precision_score(truth, risk), abs=1e-4)
    for level in LEVELS[1:]:
        flagged = risk >= model.thresholds["levels"][level]
        expected = precision_recall_fscore_support(truth, flagged, average="binary")[:3]
        found = [result.figures["levels"][level][name] for name in ("precision", "recall", "f1")]
        assert found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("name", [*PATTERNS, DISCLOSURE])
def test_metrics_of_a_head_equal_scikit_learn(result, model, name):
    truth = result.predictions[f"label.{name}"]
    probability = result.predictions[f"probability.{name}"]
    flagged = probability >= model.thresholds["patterns"].get(name, model.disclosure_threshold)
    expected = precision_recall_fscore_support(truth, flagged, average="binary", beta=2)
    found = result.figures[DISCLOSURE] if name == DISCLOSURE else result.figures["patterns"][name]

    assert found["support"] == truth.sum()
    assert [found["precision"], found["recall"], found["f2"]] == pytest.approx(expected[:3], abs=1e-4)
    assert found["roc_auc"] == pytest.approx(roc_auc_score(truth, probability), abs=1e-4)
    assert found["average_precision"] == result.figures["average_precision"][name]


def test_false_cries_for_help_are_counted_on_the_harmless_messages(held_out, result, model):
    found = result.figures[DISCLOSURE]
    asks = [model.score(text).asks_for_help for text in held_out["text"]]
    shares = pd.Series(asks).groupby(held_out["kind"].to_numpy()).mean()
    own = evaluate(table(("hi", "everyday", [])), model=model, benign_texts=["gg"] * 3 + [CRY], rounds=0)

    assert found["asking"] == pytest.approx({**shares, "harmless": shares["everyday"]}, abs=1e-4)
    assert found["alerts_per_million"] == pytest.approx(1e6 * shares["everyday"], abs=0.1)
    assert found["asking"]["harmless"] < 0.005 < 0.75 < found["asking"]["disclosure"]
    assert own.figures[DISCLOSURE]["alerts_per_million"] == 250_000.0
    low, high = own.intervals[f"{DISCLOSURE}.alerts_per_million"]
    assert low < 250_000 < high
    assert any(row[0] == "asks for help" and row[2] == "250,000" for one in own.tables() for row in one.rows)


@pytest.mark.parametrize("columns", [[], ["group"]])
def test_order_of_the_rows_does_not_matter(sample, model, columns):
    frame = sample.drop(columns=columns)

    assert evaluate(frame.iloc[::-1], model=model, rounds=10) == evaluate(frame, model=model, rounds=10)


def test_metrics_of_too_few_rows_are_none(model):
    frame = table(("our secret", "grooming", ["secrecy"]), ("gg", "everyday", []))
    figures = evaluate(frame, model=model).figures

    assert figures["auc_look_alikes"] is None
    assert figures["average_precision"]["coercion"] is None
    assert figures["average_precision"]["mean"] == figures["average_precision"]["secrecy"]
    assert set(figures["recall_at_false_alarm_rate"].values()) == {None}
    assert set(figures["patterns"]["coercion"].values()) == {
        0,
        None,
        model.thresholds["patterns"]["coercion"].__round__(4),
    }
    assert figures["source_artefact"] == {"auc": None, "warning": None}


@pytest.mark.parametrize("kind", ["grooming", "everyday", "look_alike"])
def test_one_kind_alone_has_the_metrics_it_allows(model, kind):
    result = evaluate(table(("hello you", kind, []), ("gg", kind, [])), model=model, rounds=5)

    assert result.figures["roc_auc"] is None
    assert (result.figures["levels"]["low"]["recall"] is None) == (kind != "grooming")
    assert (result.figures["levels"]["low"]["alerts_per_million"] is None) == (kind != "everyday")
    assert json.loads(result.to_json()) == result.to_dict()


def test_benign_texts_set_the_rates(held_out, model):
    own = evaluate(held_out, model=model, benign_texts=["gg"] * 3000, benign_source="mine", rounds=5)

    assert own.figures["harmless"] == {"source": "mine", "n": 3000}
    assert own.figures["recall_at_false_alarm_rate"]["0.001"] > 0.5
    assert own.figures["recall_at_false_alarm_rate"]["0.0001"] is None
    assert own.figures["flagged"]["medium"]["harmless"] == 0.0
    assert len(own.harmless_risk) == 3000


def test_alerts_are_counted_on_the_harmless_messages(held_out, model):
    risky = ["dont tell your mom, send me a pic of you, just for me"]
    own = evaluate(held_out, model=model, benign_texts=["gg"] * 990 + risky * 10, rounds=0)
    low, high = own.intervals["levels.low.alerts_per_million"]

    assert own.figures["levels"]["low"]["alerts_per_million"] == 10_000.0
    assert 4_000 < low < 10_000 < high < 20_000


def test_interval_of_no_alert_is_above_zero(result):
    assert result.figures["levels"]["high"]["alerts_per_million"] == 0.0
    assert result.intervals["levels.high.alerts_per_million"][1] > 1000


def test_variants_of_a_line_count_as_one_case_for_alerts(model):
    rows = [(f"good game {n}", "everyday", []) for n in range(20)]
    apart = evaluate(table(*rows), model=model, rounds=0)
    together = evaluate(table(*rows).assign(group=["a", "b"] * 10), model=model, rounds=0)
    name = "levels.low.alerts_per_million"

    assert together.intervals[name][1] > apart.intervals[name][1]


def test_distinct_harmless_messages_show_a_rate_of_one_in_a_thousand(held_out, model):
    texts = chat_messages("test")[:5000]
    figures = evaluate(held_out, model=model, benign_texts=texts, rounds=0).figures

    assert len(texts) == len(set(texts)) == figures["harmless"]["n"]
    assert 0 < figures["recall_at_false_alarm_rate"]["0.001"] <= figures["recall_at_false_alarm_rate"]["0.01"] <= 1


def test_intervals_include_their_metrics(result):
    figures = dict(flat_figures(result.figures))

    assert {"roc_auc", "levels.medium.recall", "patterns.secrecy.f1", "disclosure.recall"} <= set(result.intervals)
    assert all(low <= high for low, high in result.intervals.values())
    outside = [name for name, (low, high) in result.intervals.items() if not low <= figures[name] <= high]
    assert len(outside) <= len(result.intervals) // 20


def test_the_same_seed_gives_the_same_intervals(sample, model):
    one, same, other = (evaluate(sample, model=model, rounds=5, seed=seed) for seed in (0, 0, 1))

    assert one == same
    assert one.figures == other.figures
    assert one.intervals != other.intervals


def test_copies_of_a_line_do_not_narrow_the_intervals(sample, model):
    once = evaluate(sample, model=model, rounds=10)
    copied = evaluate(pd.concat([sample] * 2, ignore_index=True), model=model, rounds=10)

    assert copied.intervals["roc_auc"] == once.intervals["roc_auc"]
    assert copied.intervals["levels.low.recall"] == once.intervals["levels.low.recall"]


def test_metric_equal_in_all_draws_has_no_interval():
    assert drawn_intervals(lambda rows: {"n": {"x": 1.0}}, [1, 2, 3], rounds=9) == {}


def test_grooming_without_a_pattern_is_left_out_of_patterns(sample, model):
    rows = sample.assign(labels=[[] if kind == "grooming" else labels for kind, labels in
                                   zip(sample["kind"], sample["labels"], strict=True)])  # fmt: skip
    figures = evaluate(rows, model=model, rounds=0).figures

    assert figures["grooming_without_pattern"] == figures["messages"]["grooming"]
    assert figures["patterns"]["secrecy"]["support"] == 0
    assert figures["patterns"]["secrecy"]["precision"] is None
    assert figures["disclosure"]["recall"] == evaluate(sample, model=model, rounds=0).figures["disclosure"]["recall"]


def test_slices_are_those_of_the_frame(held_out, result):
    slices = result.figures["slices"]

    assert list(slices) == ["register", "length", "kind"]
    assert {name: one["n"] for name, one in slices["register"].items()} == held_out["register"].value_counts().to_dict()
    assert slices["kind"]["grooming"]["recall"] == pytest.approx(result.figures["levels"]["medium"]["recall"], abs=1e-3)


def test_labels_that_show_in_the_punctuation_are_warned_of(model):
    marked = table(*[(f"see you at {n}{'!' * (n % 2)}", "grooming" if n % 2 else "everyday", []) for n in range(80)])
    plain = table(*[(f"see you at {n // 2}", "grooming" if n % 2 else "everyday", []) for n in range(80)])
    found, fair = (evaluate(frame, model=model, rounds=0).figures["source_artefact"] for frame in (marked, plain))

    assert found["auc"] > 0.95
    assert "length and punctuation" in found["warning"]
    assert fair["auc"] < ARTEFACT_LIMIT
    assert fair["warning"] is None


def test_bins_of_calibration_include_every_message(held_out, result):
    calibration = result.figures["calibration"]

    assert sum(one["n"] for one in calibration["bins"].values()) == len(held_out)
    assert 0 < calibration["expected_calibration_error"] < 0.5


def test_frame_lists_every_metric(result):
    frame = result.to_frame()

    assert len(frame) == len(list(flat_figures(result.figures)))
    assert list(frame.columns) == ["figure", "value", "low", "high"]
    assert "average_precision.secrecy" in set(frame["figure"])
    assert frame["low"].notna().sum() == len(result.intervals)


def test_json_round_trip(result):
    back = Evaluation.from_dict(json.loads(result.to_json()))

    assert back == result
    assert back.predictions is None


def test_result_contains_no_text(held_out, result):
    shown = result.to_json() + repr(result) + result._repr_html_() + result.predictions.to_csv()

    assert not [text for text in held_out["text"] if len(text) > 12 and text in shown]


def test_summary_is_small_and_keeps_the_headlines(result):
    summary = result.summary()

    assert len(json.dumps(summary)) < 6000
    assert summary["levels"] == result.figures["levels"]
    assert set(summary["intervals"]) < set(result.intervals)
    assert not {"patterns", "slices"} & set(summary)


def test_parts_stand_under_their_names(result):
    joined = result.joined(conversations=Evaluation({"auc": 0.9, "slices": {}}, {"auc": (0.8, 1.0)}))

    assert joined.figures["conversations"]["auc"] == 0.9
    assert joined.intervals["conversations.auc"] == (0.8, 1.0)
    assert "conversations" not in result.figures
    assert joined.summary()["conversations"] == {"auc": 0.9}


def test_progress_covers_every_loop(held_out, model):
    seen = []

    def track(items):
        for item in items:
            seen.append(item)
            yield item

    evaluate(held_out, model=model, benign_texts=["gg", "wp"], rounds=3, progress=track)

    assert len(seen) == len(held_out) + 2 + 3


@pytest.mark.parametrize(
    ("frame", "options", "error", "said"),
    [
        (table(("a", "everyday", [])).drop(columns="kind"), {}, KeyError, "'kind'"),
        (table(), {}, ValueError, "no message"),
        (table(("a", "nasty", [])), {}, UnknownNameError, "look_alike"),
        (table(("a", "grooming", ["nasty"])), {}, UnknownNameError, "secrecy"),
        (table(("a", "everyday", [])), {"rounds": -1}, ValueError, "rounds"),
        (table(("a", "everyday", [])), {"benign_texts": "gg"}, TypeError, "list"),
    ],
)
def test_invalid_input_is_refused(frame, options, error, said):
    with pytest.raises(error, match=said):
        evaluate(frame, **options)


def test_hostile_name_of_a_slice_is_escaped_in_html(model):
    frame = table(("gg", "everyday", []), ("our secret", "grooming", ["secrecy"])).assign(language="<script>\x1b")
    html = evaluate(frame, model=model, rounds=0)._repr_html_()

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html


def test_html_is_small(result):
    assert len(result._repr_html_()) < 20_000


def test_predictions_give_the_labels_and_slices(held_out, result):
    assert result.predictions.index.equals(held_out.index)
    assert result.predictions["label.secrecy"].sum() == sum("secrecy" in labels for labels in held_out["labels"])
    assert np.array_equal(result.predictions["register"], held_out["register"])
    assert len(result.harmless_risk) == (held_out["kind"] == "everyday").sum()


def test_attacks_join_where_asked_for(model):
    frame = table(("dont tell your mom, send me a pic", "grooming", ["secrecy"]), ("gg wp", "everyday", []))
    figures = evaluate(frame, model=model, rounds=0, attacks=True).figures

    assert figures["attacks"]["attacks"]["casing"]["recall_kept"] == 1.0
    assert "attacks" not in evaluate(frame, model=model, rounds=0).figures
