"""The plots: one contract for all displays."""

from functools import cache

import numpy as np
import pytest
from matplotlib import pyplot

from grooming_risk import load_corpus
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.errors import MissingExtraError
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.plots import (
    AlarmLatencyDisplay,
    AlertsDisplay,
    PatternConfusionDisplay,
    PrecisionRecallDisplay,
    ReliabilityDisplay,
    SlicesDisplay,
)
from support.process import fresh

DISPLAYS = (PrecisionRecallDisplay, ReliabilityDisplay, AlertsDisplay, PatternConfusionDisplay, SlicesDisplay)
ALL = (*DISPLAYS, AlarmLatencyDisplay)
RISK_ALONE = (PrecisionRecallDisplay, ReliabilityDisplay, AlertsDisplay)


@pytest.fixture(scope="module")
def held_out():
    return load_corpus("held_out").iloc[::3].reset_index(drop=True)


@cache
def scores(model, texts):
    """Return risk and patterns of each text, worked out by hand from a loaded model."""
    found = [model.score(text) for text in texts]
    return np.array([one.risk for one in found]), np.array([[one.patterns[name] for name in PATTERNS] for one in found])


def truth_and_score(display, model, frame):
    """Return what `from_predictions` takes."""
    risk, patterns = (values.copy() for values in scores(model, tuple(frame["text"])))
    if display is PatternConfusionDisplay:
        return label_matrix(frame)[list(PATTERNS)].to_numpy(), patterns
    return is_grooming(frame).to_numpy(), risk


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
def test_from_estimator_is_from_predictions_of_a_loaded_model(display, scorer, held_out):
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
def test_same_input_gives_the_same_arrays_and_is_left_alone(display, scorer, held_out):
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
def test_nothing_is_refused(display, held_out):
    with pytest.raises(ValueError, match="nothing was given"):
        display.from_predictions([], [], **sliced(display, held_out.iloc[:0]))


@pytest.mark.parametrize("display", DISPLAYS)
def test_what_is_no_model_or_no_list_of_messages_is_refused(display, scorer, held_out):
    with pytest.raises(TypeError, match="expected a loaded model"):
        display.from_estimator(object(), ["hi"], [1], **sliced(display, held_out.iloc[:1]))
    with pytest.raises(TypeError, match="expected many messages"):
        display.from_estimator(scorer, "hi", [1], **sliced(display, held_out.iloc[:1]))


@pytest.mark.parametrize("display", [*RISK_ALONE, SlicesDisplay])
@pytest.mark.parametrize("bad", [[0.5, 1.5], [0.5, -0.1], [0.5, np.nan]])
def test_what_is_no_probability_is_refused(display, bad):
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


def test_one_kind_alone_has_no_curve():
    for display in (PrecisionRecallDisplay, AlertsDisplay):
        with pytest.raises(ValueError, match="both risky and harmless"):
            display.from_predictions([1, 1], [0.1, 0.2])
