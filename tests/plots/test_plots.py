"""The plots: one contract for all displays, and figures that can be counted by hand."""

import matplotlib
import numpy as np
import pytest

from grooming_risk import load_conversations, load_corpus, load_model
from grooming_risk.conversation.frame import score_conversations
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.errors import MissingExtraError
from grooming_risk.labels import LEVELS, OVERT, PATTERNS
from grooming_risk.plots import (
    AlarmLatencyDisplay,
    AlertsDisplay,
    PatternConfusionDisplay,
    PrecisionRecallDisplay,
    ReliabilityDisplay,
    SlicesDisplay,
)
from grooming_risk.plots.intervals import wilson_intervals
from support.process import fresh

matplotlib.use("Agg")
from matplotlib import pyplot

DISPLAYS = (PrecisionRecallDisplay, ReliabilityDisplay, AlertsDisplay, PatternConfusionDisplay, SlicesDisplay)
ALL = (*DISPLAYS, AlarmLatencyDisplay)
RISK_ALONE = (PrecisionRecallDisplay, ReliabilityDisplay, AlertsDisplay)


@pytest.fixture(scope="module")
def held_out():
    return load_corpus("held_out").iloc[::3].reset_index(drop=True)


@pytest.fixture(autouse=True)
def _closed():
    yield
    pyplot.close("all")


def truth_and_score(display, model, frame):
    """Return what `from_predictions` takes, worked out by hand from a loaded model."""
    if display is PatternConfusionDisplay:
        found = [[model.score(text).patterns[name] for name in PATTERNS] for text in frame["text"]]
        return label_matrix(frame)[list(PATTERNS)].to_numpy(), np.array(found)
    return is_grooming(frame).to_numpy(), np.array([model.score(text).risk for text in frame["text"]])


def further(display, model, frame):
    """Return the arguments by which `from_predictions` is told what `from_estimator` takes from a loaded model."""
    levels = {name: model.thresholds["levels"][name] for name in LEVELS[1:]}
    return {
        PrecisionRecallDisplay: {"levels": levels},
        AlertsDisplay: {"levels": levels},
        ReliabilityDisplay: {},
        PatternConfusionDisplay: {"thresholds": model.thresholds["patterns"]},
        SlicesDisplay: {"slices": frame[["register"]], "threshold": levels["medium"]},
    }[display]


def sliced(display, frame):
    return {"slices": frame[["register"]]} if display is SlicesDisplay else {}


def made(display, model, frame):
    """Return any of the displays, from predictions."""
    if display is AlarmLatencyDisplay:
        return display.from_predictions({"medium": [3, None, 0], "high": [5, None, None]}, [9, 4, 1], [4, 2, None])
    return display.from_predictions(*truth_and_score(display, model, frame), **further(display, model, frame))


def assert_same(one, other):
    for name, value in vars(one).items():
        np.testing.assert_equal(value, getattr(other, name), err_msg=name)


@pytest.mark.parametrize("display", DISPLAYS)
def test_from_estimator_equals_from_predictions(display, scorer, held_out):
    truth, _ = truth_and_score(display, scorer, held_out)

    assert_same(
        display.from_estimator(scorer, held_out["text"], truth, **sliced(display, held_out)),
        made(display, scorer, held_out),
    )


@pytest.mark.parametrize("display", DISPLAYS)
def test_from_estimator_takes_a_classifier(display, classifier, scorer, held_out):
    truth, score = truth_and_score(display, scorer, held_out)
    told = sliced(display, held_out)
    one = display.from_estimator(classifier, held_out["text"], truth, **told)

    for name, value in vars(display.from_predictions(truth, score, **told)).items():
        if isinstance(value, np.ndarray):
            np.testing.assert_allclose(value, getattr(one, name), atol=1e-5, err_msg=name)


@pytest.mark.parametrize("display", ALL)
def test_plot_draws_on_the_axes_given_and_makes_no_figure(display, scorer, held_out):
    figure, (left, right) = pyplot.subplots(1, 2)
    before = pyplot.get_fignums()
    one = made(display, scorer, held_out)

    assert one.plot(ax=left) is one
    assert (one.ax_, one.figure_) == (left, figure)
    assert left.has_data()
    assert not right.has_data()
    assert pyplot.get_fignums() == before
    assert left.get_title(loc="left")
    assert left.get_xlabel()
    assert left.get_ylabel() or display is SlicesDisplay  # its headings say it


@pytest.mark.parametrize("display", ALL)
def test_plot_without_axes_makes_one_figure_that_can_be_drawn(display, scorer, held_out):
    one = made(display, scorer, held_out).plot()

    assert pyplot.get_fignums() == [one.figure_.number]
    one.figure_.canvas.draw()  # warnings are errors: nothing overlaps the figure, no glyph is missing


@pytest.mark.parametrize("display", ALL)
def test_nothing_drawn_is_cut_off(display, scorer, held_out):
    figure = made(display, scorer, held_out).plot().figure_
    figure.canvas.draw()
    inner = figure.get_tightbbox()
    width, height = figure.get_size_inches()

    assert inner.x0 >= -0.01
    assert inner.y0 >= -0.01
    assert inner.x1 <= width + 0.01
    assert inner.y1 <= height + 0.01


@pytest.mark.parametrize("display", ALL)
def test_same_input_gives_the_same_arrays_and_stays_unchanged(display, scorer, held_out):
    one = made(display, scorer, held_out)
    kept = {name: np.copy(value) for name, value in vars(one).items() if isinstance(value, np.ndarray)}
    one.plot()

    assert_same(made(display, scorer, held_out), one)
    for name, value in kept.items():
        np.testing.assert_array_equal(value, getattr(one, name))


@pytest.mark.parametrize("display", DISPLAYS)
def test_other_lengths_are_refused(display, scorer, held_out):
    truth, score = truth_and_score(display, scorer, held_out)

    with pytest.raises(ValueError, match=r"lengths differ: y_true has .*, y_score has"):
        display.from_predictions(truth[:-1], score, **sliced(display, held_out))
    with pytest.raises(ValueError, match="lengths differ"):
        display.from_estimator(scorer, held_out["text"], truth[:-1], **sliced(display, held_out))


@pytest.mark.parametrize("display", DISPLAYS)
def test_empty_input_is_refused(display, held_out):
    with pytest.raises(ValueError, match="nothing was given"):
        display.from_predictions([], [], **sliced(display, held_out.iloc[:0]))


@pytest.mark.parametrize("display", DISPLAYS)
def test_other_models_and_texts_are_refused(display, scorer, held_out):
    with pytest.raises(TypeError, match="expected a loaded model"):
        display.from_estimator(object(), ["hi"], [1], **sliced(display, held_out.iloc[:1]))
    with pytest.raises(TypeError, match="expected many messages"):
        display.from_estimator(scorer, "hi", [1], **sliced(display, held_out.iloc[:1]))


@pytest.mark.parametrize("display", [*RISK_ALONE, SlicesDisplay])
@pytest.mark.parametrize("bad", [[0.5, 1.5], [0.5, -0.1], [0.5, np.nan]])
def test_scores_that_are_not_probabilities_are_refused(display, bad):
    told = {"slices": {"app": ["x", "y"]}} if display is SlicesDisplay else {}

    with pytest.raises(ValueError, match="between 0 and 1"):
        display.from_predictions([0, 1], bad, **told)
    with pytest.raises(ValueError, match="y_true must hold 0 and 1"):
        display.from_predictions([0, 2], [0.1, 0.2], **told)


def test_matplotlib_is_imported_by_plot_alone():
    code = (
        "import sys; from grooming_risk.plots import *; "
        "d = PrecisionRecallDisplay.from_predictions([0, 1], [0.1, 0.9]); before = 'matplotlib' in sys.modules; "
        "d.plot(); print(before, 'matplotlib' in sys.modules)"
    )

    assert fresh(f"import os; os.environ['MPLBACKEND'] = 'Agg'; {code}") == "False True"


def test_missing_matplotlib_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)

    with pytest.raises(MissingExtraError, match=r"grooming-risk\[plot\]"):
        ReliabilityDisplay.from_predictions([0, 1], [0.1, 0.9]).plot()


def test_budgets_are_marked_where_they_can_be_measured():
    score = np.concatenate([np.linspace(0, 0.5, 3000), np.linspace(0.2, 1, 100)])
    display = PrecisionRecallDisplay.from_predictions([0] * 3000 + [1] * 100, score)

    assert [point.name for point in display.budgets] == ["1 in 100", "1 in 1,000"]
    for point, rate in zip(display.budgets, (1e-2, 1e-3), strict=True):
        assert 0 < point.false_alarms <= rate
        assert point.recall == (score[3000:] >= point.threshold).mean()


def test_level_that_flags_nothing_is_named_and_not_marked():
    display = PrecisionRecallDisplay.from_predictions([0, 1], [0.1, 0.9], levels={"high": 0.95}).plot()

    assert np.isnan(display.levels[0].precision)
    assert "level high: flags nothing here" in {text.get_text() for text in display.ax_.get_legend().get_texts()}


def test_one_kind_alone_has_no_curve():
    for display in (PrecisionRecallDisplay, AlertsDisplay):
        with pytest.raises(ValueError, match="both risky and harmless"):
            display.from_predictions([1, 1], [0.1, 0.2])


def test_reliability_by_hand():
    display = ReliabilityDisplay.from_predictions([0, 1, 1, 1], [0.0, 0.1, 0.9, 1.0], n_bins=3)

    assert display.counts.tolist() == [2, 0, 2]
    np.testing.assert_allclose(display.predicted, [0.05, np.nan, 0.95])
    np.testing.assert_allclose(display.observed, [0.5, np.nan, 1.0])
    assert display.brier == pytest.approx((0.9**2 + 0.1**2) / 4)
    assert (display.low <= display.high).all()
    with pytest.raises(ValueError, match="n_bins must be at least 1"):
        ReliabilityDisplay.from_predictions([0, 1], [0.1, 0.9], n_bins=0)


def test_alerts_by_hand():
    display = AlertsDisplay.from_predictions([0] * 4 + [1] * 2, [0.1, 0.2, 0.3, 0.6, 0.4, 0.9], levels={"high": 0.5})
    at_half = np.searchsorted(display.thresholds, 0.5)

    assert display.alerts[at_half] == 250_000
    assert display.recall[at_half] == 0.5
    assert (display.low <= display.alerts).all()
    assert (display.alerts <= display.high).all()
    assert (np.diff(display.alerts) <= 0).all()
    assert (display.levels[0].false_alarms, display.levels[0].recall) == (0.25, 0.5)


def test_confusion_leaves_out_other_patterns_of_the_message():
    truth, found = np.zeros((3, len(PATTERNS)), dtype=int), np.zeros((3, len(PATTERNS)))
    truth[0, [0, 1]] = truth[1, 0] = 1
    found[0, [0, 1]] = 0.9
    found[1, 2] = 0.9
    display = PatternConfusionDisplay.from_predictions(truth, found)

    assert display.counts[:3].tolist() == [2, 1, 0]
    assert display.shares[0, :3].tolist() == [0.5, 0.0, 0.5]
    assert display.shares[1, :2].tolist() == [0.0, 1.0]
    assert np.isnan(display.shares[2]).all()
    assert display.shares[0, -1] == 0.0


def test_confusion_refuses_other_columns_and_missing_thresholds():
    with pytest.raises(ValueError, match=f"{len(PATTERNS)} columns"):
        PatternConfusionDisplay.from_predictions(*np.zeros((2, 2, len(PATTERNS) - 1)))
    with pytest.raises(ValueError, match=r"no threshold for .*coercion"):
        PatternConfusionDisplay.from_predictions(*np.zeros((2, 2, len(PATTERNS))), thresholds={"secrecy": 0.5})


def test_slices_by_hand_are_complete():
    columns = {"app": ["x", "x", "y", "z"], "year": [7, 8, 8, 8]}
    display = SlicesDisplay.from_predictions([1, 1, 1, 0], [0.9, 0.2, 0.8, 0.9], columns, threshold=0.8)

    assert list(zip(display.columns, display.values, display.counts.tolist(), strict=True)) == [
        ("app", "x", 2), ("app", "y", 1), ("app", "z", 0), ("year", "7", 1), ("year", "8", 2),
    ]  # fmt: skip
    np.testing.assert_array_equal(display.recall, [0.5, 1.0, np.nan, 1.0, 0.5])
    assert display.overall == pytest.approx(2 / 3)
    labels = [label.get_text() for label in display.plot().ax_.get_yticklabels()]
    assert labels == ["app", "x", "y", "z", "year", "7", "8"]


def test_slices_of_another_length_or_none_are_refused():
    with pytest.raises(ValueError, match=r"slices\['app'\] has 1"):
        SlicesDisplay.from_predictions([0, 1], [0.1, 0.9], {"app": ["x"]})
    with pytest.raises(ValueError, match="at least one column"):
        SlicesDisplay.from_predictions([0, 1], [0.1, 0.9], {})


def test_hostile_names_are_drawn_as_text():
    names = [r"$\frac{1$", "a$b$c", "line\nfeed\x00", "<b>"]
    display = SlicesDisplay.from_predictions([1] * 4, [0.9] * 4, {r"$\bad$": names}).plot()
    display.figure_.canvas.draw()
    level = PrecisionRecallDisplay.from_predictions([0, 1], [0.1, 0.9], levels={r"$\bad{$": 0.5}).plot()
    level.figure_.canvas.draw()

    shown = {label.get_text() for label in display.ax_.get_yticklabels()}
    assert r"a\$b\$c" in shown
    assert not any("\n" in text or "\x00" in text for text in shown)


def test_latency_by_hand():
    display = AlarmLatencyDisplay.from_predictions({"high": [0, 4, None, 9]}, [10, 10, 10, 10], [0, 6, 3, None])
    messages, share = display.curve(display.alarms["high"], by="message")
    passed, by_share = display.curve(display.alarms["high"], by="share")

    assert share[[0, 1, 4, 5, 9, 10]].tolist() == [0, 0.25, 0.25, 0.5, 0.5, 0.75]
    assert by_share[[9, 10, 49, 50, 99, 100]].tolist() == [0, 0.25, 0.25, 0.5, 0.5, 0.75]
    assert (messages[-1], passed[-1]) == (10, 1.0)
    assert display.before_first_overt("high") == pytest.approx(1 / 3)
    assert AlarmLatencyDisplay.from_predictions({"high": [0]}, [1]).before_first_overt("high") is None


@pytest.mark.parametrize(
    ("alarms", "lengths", "first_overt", "problem"),
    [
        ({"high": [1, 2]}, [5], None, "lengths differ: high has 2, lengths has 1"),
        ({"high": [1]}, [5], [1, 2], "lengths differ: first_overt has 2"),
        ({"high": [5]}, [5], None, "high: message 5 is not in its conversation"),
        ({"high": [-1]}, [5], None, "message -1 is not"),
        ({}, [5], None, "at least one level"),
    ],
)
def test_impossible_alarms_are_refused(alarms, lengths, first_overt, problem):
    with pytest.raises(ValueError, match=problem):
        AlarmLatencyDisplay.from_predictions(alarms, lengths, first_overt)


def test_latency_counts_messages_or_shares_alone():
    display = AlarmLatencyDisplay.from_predictions({"high": [0]}, [1])

    assert display.plot(by="share").ax_.get_xlim() == (0, 1)
    with pytest.raises(ValueError, match="by must be one of message, share"):
        display.plot(by="minute")


def test_latency_of_a_model_is_that_of_its_scores():
    chats = load_conversations("validation")
    chats = chats[chats["conversation"].isin(chats["conversation"].unique()[:25])]
    display = AlarmLatencyDisplay.from_estimator(load_model(), chats)
    grooming = chats[chats["kind"] == "grooming"]
    at = grooming["start"] + grooming["minutes"].map(lambda minutes: np.timedelta64(round(minutes * 60), "s"))
    levels = score_conversations(grooming.assign(at=at), at="at", model=load_model())["level"]
    for number, (_, messages) in enumerate(grooming.groupby("conversation", sort=False)):
        high = np.flatnonzero((levels[messages.index] == "high").to_numpy())
        overt = np.flatnonzero([not set(OVERT).isdisjoint(labels) for labels in messages["labels"]])
        np.testing.assert_equal(display.alarms["high"][number], high[0] if len(high) else np.nan)
        np.testing.assert_equal(display.first_overt[number], overt[0] if len(overt) else np.nan)
        assert display.lengths[number] == len(messages)


def test_latency_needs_a_loaded_model_and_grooming_conversations(classifier, scorer):
    chats = load_conversations("validation")

    with pytest.raises(TypeError, match="loaded model"):
        AlarmLatencyDisplay.from_estimator(classifier, chats)
    with pytest.raises(ValueError, match="no grooming conversation"):
        AlarmLatencyDisplay.from_estimator(scorer, chats[chats["kind"] == "harmless"])


def test_wilson_interval_of_a_known_case():
    low, high = wilson_intervals(np.array([0.5, 0, np.nan]), np.array([10, 20, 0]))

    np.testing.assert_allclose(low, [0.2366, 0, 0], atol=1e-4)
    np.testing.assert_allclose(high, [0.7634, 0.1611, 1], atol=1e-4)
