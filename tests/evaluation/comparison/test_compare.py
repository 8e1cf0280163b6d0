"""Comparison of two models: zero with itself, mirrored when swapped, and right on cases that can be counted."""

import json
import re

import pandas as pd
import pytest
from click.testing import CliRunner

from grooming_risk import GroomingRiskClassifier, evaluate, load_conversations, load_corpus
from grooming_risk.cli.main import main
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.evaluation.comparison.compare import BENIGN, compare
from grooming_risk.evaluation.comparison.result import LOWER_IS_BETTER, Change, Comparison, Difference
from grooming_risk.labels import LEVELS
from grooming_risk.model.artifact import write_artifact
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.training.calibrated_artifact import to_artifact

ROUNDS = 20
OPPOSITE = {"better": "worse", "worse": "better"}


@pytest.fixture(scope="module")
def weak_scorer(small_corpus, scorer):
    """A model of a few lines, with the thresholds of the small one."""
    groups = sorted(small_corpus["group"].unique())[::10]
    few = small_corpus[small_corpus["group"].isin(groups)].reset_index(drop=True)
    model = GroomingRiskClassifier(calibration_folds=0)
    model.fit(few["text"], is_grooming(few), labels=label_matrix(few), lines=few["group"].tolist())
    return Scorer(to_artifact(model, scorer.artifact.thresholds, {}))


@pytest.fixture(scope="module")
def held_out():
    return load_corpus("held_out")


@pytest.fixture(scope="module")
def chats():
    frame = load_conversations("held_out")
    return frame[frame["conversation"].isin(frame["conversation"].unique()[:24])]


@pytest.fixture(scope="module")
def gain(weak_scorer, scorer, held_out, chats):
    """From the weak model to the other one."""
    return compare(weak_scorer, scorer, held_out, conversations=chats, rounds=ROUNDS)


def with_levels(model, **levels):
    """The same model with other levels."""
    thresholds = {**model.artifact.thresholds, "levels": {**model.thresholds["levels"], **levels}}
    return Scorer(model.artifact._replace(thresholds=thresholds))


def difference(verdict, value=0.1):
    return Difference(0.5, 0.5 + value, value, value, value, verdict)


def result(**verdicts):
    return Comparison({name: difference(word) for name, word in verdicts.items()}, (), {"grooming": 1}, 1, 0)


def test_model_against_itself_shows_no_difference(scorer, held_out, chats):
    same = compare(scorer, scorer, held_out, conversations=chats, rounds=5)

    assert same.verdict == "no difference shown"
    assert same.changed == ()
    compared = [one for one in same.figures.values() if one.old is not None]
    assert len(compared) > 15
    assert {(one.difference, one.low, one.high, one.verdict) for one in compared} == {(0, 0, 0, "no difference shown")}


def test_swapped_models_mirror_everything(gain, weak_scorer, scorer, held_out, chats):
    loss = compare(scorer, weak_scorer, held_out, conversations=chats, rounds=ROUNDS)

    for name, one in gain.figures.items():
        other = loss.figures[name]
        assert (one.old, one.new) == (other.new, other.old)
        assert other.verdict == OPPOSITE.get(one.verdict, one.verdict)
        if one.old is not None:
            assert (other.difference, other.low, other.high) == pytest.approx((-one.difference, -one.high, -one.low))
    assert [(c.row, c.old, c.new) for c in loss.changed] == [(c.row, c.new, c.old) for c in gain.changed]


def test_more_lines_make_a_better_ranking(gain):
    for name in ("roc_auc", "average_precision.risk", "average_precision.mean"):
        assert gain.figures[name].verdict == "better"
        assert 0 < gain.figures[name].low <= gain.figures[name].difference <= gain.figures[name].high


def test_values_are_those_of_evaluate(gain, scorer, held_out):
    alone = evaluate(held_out, model=scorer).figures

    assert gain.figures["brier"].new == pytest.approx(alone["brier"], abs=1e-4)
    for kind in ("grooming", "disclosure"):
        expected = alone["flagged"]["medium"][kind]
        assert gain.figures[f"flagged.medium.{kind}"].new == pytest.approx(expected, abs=1e-4)
    for name in ("coercion", "disclosure"):
        expected = alone["average_precision"][name]
        assert gain.figures[f"average_precision.{name}"].new == pytest.approx(expected, abs=1e-4)


def test_seed_sets_the_intervals(weak_scorer, scorer, held_out):
    first, again, other = (compare(weak_scorer, scorer, held_out, rounds=5, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first.figures["brier"].difference == other.figures["brier"].difference
    assert first.figures["brier"].low != other.figures["brier"].low


def test_a_model_that_flags_more_is_not_better(scorer, held_out):
    eager = with_levels(scorer, low=0.01, medium=0.02)
    found = compare(scorer, eager, held_out, rounds=ROUNDS)

    assert found.figures["flagged.medium.grooming"].verdict == "better"
    assert found.figures["flagged.medium.harmless"].verdict == "worse"
    assert found.verdict == "mixed"
    assert not found.is_better


def test_changed_levels_are_listed_by_row_and_counted_by_kind(scorer, held_out):
    eager = with_levels(scorer, medium=0.3)
    found = compare(scorer, eager, held_out, rounds=2)
    risks = [score.risk for score in scorer.score_many(held_out["text"])]
    expected = [row for row, risk in enumerate(risks) if 0.3 <= risk < 0.5]

    assert [change.row for change in found.changed] == expected
    assert {(change.old, change.new) for change in found.changed} == {("low", "medium")}
    assert sum(counts["up"] for counts in found.moved().values()) == len(expected)
    assert {counts["down"] for counts in found.moved().values()} == {0}
    assert all(change.kind == held_out["kind"].iloc[change.row] for change in found.changed)


def test_benign_texts_have_their_own_row_numbers(scorer, held_out):
    own = ["gg", "our secret ok, dont tell your mom", ""]
    strict = with_levels(scorer, low=0.99997, medium=0.99998, high=0.99999)
    eager = with_levels(scorer, low=1e-9, medium=1e-8, high=1e-7)
    found = compare(strict, eager, held_out, benign_texts=own, rounds=2)
    harmless = [change for change in found.changed if change.kind == "harmless"]

    assert found.messages["harmless"] == len(own)
    assert harmless == [Change(row, "harmless", "none", "high") for row in (0, 1)]
    assert found.figures["flagged.medium.harmless"].verdict == "too few messages"
    assert found.verdict == "too few messages"


def test_conversations_add_harmless_messages_and_metrics(gain, chats, scorer, held_out):
    assert gain.messages["harmless"] == BENIGN
    assert gain.figures["conversations.medium.recall"].old is not None
    assert "conversations.medium.recall" not in compare(scorer, scorer, held_out, rounds=1).figures


def test_rows_of_one_group_are_drawn_together(weak_scorer, scorer, held_out):
    alone = compare(weak_scorer, scorer, held_out, rounds=ROUNDS).figures["brier"]
    twins = pd.concat([held_out, held_out], ignore_index=True)
    together = compare(weak_scorer, scorer, twins, rounds=ROUNDS).figures["brier"]

    # a row that comes twice is no second piece of evidence: the interval does not shrink
    assert together == alone


def test_metrics_of_too_few_messages_are_none(scorer, held_out):
    few = held_out.groupby("kind").head(12)
    found = compare(scorer, scorer, few, rounds=2).figures

    assert found["recall_at_false_alarm_rate.0.001"].verdict == "too few messages"
    assert found["recall_at_false_alarm_rate.0.001"].old is None
    assert found["flagged.medium.disclosure"].verdict == "no difference shown"


@pytest.mark.parametrize(
    ("frame", "options", "problem"),
    [
        (pd.DataFrame({"text": [], "kind": [], "labels": []}), {}, "no message"),
        (pd.DataFrame({"text": ["a"], "kind": ["everyday"], "labels": [[]]}), {"rounds": 0}, "rounds"),
    ],
)
def test_invalid_input_is_refused(scorer, frame, options, problem):
    with pytest.raises(ValueError, match=problem):
        compare(scorer, scorer, frame, **options)


def test_absent_columns_are_named(scorer, held_out, chats):
    with pytest.raises(KeyError, match="'kind', 'labels'"):
        compare(scorer, scorer, held_out[["text"]])
    with pytest.raises(KeyError, match="'minutes'"):
        compare(scorer, scorer, held_out, conversations=chats.drop(columns="minutes"), rounds=1)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ({"brier": "better"}, "better"),
        ({"brier": "worse"}, "worse"),
        ({"brier": "worse", "roc_auc": "better"}, "mixed"),
        ({"brier": "no difference shown", "roc_auc": "too few messages"}, "no difference shown"),
        ({"brier": "better", "flagged.medium.grooming": "too few messages"}, "too few messages"),
    ],
)
def test_verdict_over_all_metrics(verdicts, expected):
    needed = dict.fromkeys(("flagged.medium.grooming", "flagged.medium.harmless"), "no difference shown")
    found = result(**(needed | verdicts))

    assert found.verdict == expected
    assert found.is_better == (expected == "better")
    assert found.summary.startswith(f"The new model, on 1 messages: {expected}.")


def test_summary_names_a_few_metrics_and_counts_the_rest():
    many = result(**dict.fromkeys("abcdef", "better"))

    assert "Better: a, b, c, d and 2 more. Worse: none." in many.summary


def test_less_is_better_where_it_hurts():
    assert {"flagged.medium.harmless", "flagged.medium.disclosure", "brier"} <= LOWER_IS_BETTER


def test_result_as_table_json_and_html(gain):
    table = gain.to_frame()
    data = json.loads(json.dumps(gain.to_dict()))

    assert table["figure"].tolist() == list(gain.figures) == list(data["figures"])
    assert table.columns.tolist() == ["figure", "old", "new", "difference", "low", "high", "verdict"]
    assert data["verdict"] == gain.verdict
    assert len(data["changed"]) == len(gain.changed) > 0
    assert set(data["changed"][0]) == {"row", "kind", "old", "new"}
    assert f"<td>{gain.figures['brier'].new:.4f}</td>" in gain._repr_html_()


def test_html_escapes_what_comes_from_the_table():
    hostile = Comparison({}, (Change(0, "<script>", "none", "low"),), {"<script>": 1}, 1, 0)

    assert "<script>" not in hostile._repr_html_()
    assert "&lt;script&gt;: 1 up, 0 down" in hostile._repr_html_()


@pytest.fixture(scope="module")
def folders(tmp_path_factory, model_folder, weak_scorer):
    weak = tmp_path_factory.mktemp("weak")
    write_artifact(weak_scorer.artifact, weak, "# card\n")
    return str(weak), str(model_folder)


@pytest.fixture(scope="module")
def data(tmp_path_factory, held_out):
    path = tmp_path_factory.mktemp("data") / "mine.jsonl"
    held_out[["text", "kind", "labels"]].to_json(path, orient="records", lines=True)
    return str(path)


def test_command_prints_json(folders, data, tmp_path):
    benign = tmp_path / "benign.txt"
    benign.write_text("gg\n" * 400, encoding="utf-8")
    done = CliRunner().invoke(
        main, ["compare", *folders, "--data", data, "--benign", str(benign), "--rounds", "5", "--json"]
    )

    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["messages"]["harmless"] == 400
    assert found["figures"]["roc_auc"]["verdict"] == "better"
    assert all(set(change) == {"row", "kind", "old", "new"} for change in found["changed"])


def test_command_prints_a_table(folders, data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    done = CliRunner().invoke(main, ["compare", *folders, "--data", data, "--rounds", "5"])

    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert any(line.startswith("roc_auc ") and line.rstrip().endswith("better") for line in lines)
    assert any(line.startswith("grooming: level up for ") for line in lines)
    assert "The new model, on " in done.stdout


def test_the_table_shows_its_numbers_at_80_columns(folders, data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    lines = CliRunner().invoke(main, ["compare", *folders, "--data", data, "--rounds", "5"]).stdout.splitlines()
    rows = lines[: lines.index(next(line for line in lines if line.startswith("grooming: ")))]

    assert max(map(len, map(str.rstrip, lines))) <= 80
    assert "…" not in "".join(rows)
    (brier,) = [row.split() for row in rows if row.startswith("brier ")]
    assert len(brier) in (8, 9)  # name, old, new, change, low, to, high, verdict
    assert all(re.fullmatch(r"[+-]?\d\.\d{4}", brier[at]) for at in (1, 2, 3, 4, 6))


def test_levels_of_a_change_have_a_direction():
    assert Change(0, "grooming", "none", "high").direction == "up"
    assert {Change(0, "grooming", "high", level).direction for level in LEVELS[:3]} == {"down"}
