"""Calibration to an alert budget: thresholds on a sample, refusals, independence of budgets."""

import numpy as np
import pandas as pd
import pytest

from grooming_risk import LEVELS, PATTERNS, load_corpus, load_model
from grooming_risk.errors import BudgetError, GroomingRiskError
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.thresholds.messages import MIN_TEXTS, calibrate

BUDGET = 2000


@pytest.fixture(scope="module")
def traffic():
    """Harmless lines, in no order, some of them twice."""
    frame = load_corpus("train")
    lines = frame[frame["kind"] == "everyday"]["text"].drop_duplicates().sample(700, random_state=0).tolist()
    return lines + lines[:100]


@pytest.fixture(scope="module")
def site(scorer, traffic):
    return calibrate(scorer, traffic, BUDGET)


def test_every_threshold_keeps_its_budget_on_the_sample(scorer, traffic, site):
    scores = list(scorer.score_many(traffic))
    values = {name: np.array([s.patterns[name] for s in scores]) for name in PATTERNS}
    values |= dict.fromkeys(LEVELS[1:], np.array([s.risk for s in scores]))
    budgets = {"low": 10 * BUDGET, "medium": BUDGET, "high": BUDGET / 10}

    for name, threshold in {**site.levels, **site.patterns}.items():
        reached = int((values[name] >= threshold.value).sum())
        assert threshold.budget == budgets.get(name, BUDGET)
        assert threshold.reached == reached
        assert threshold.extrapolated == (
            len({t for t, v in zip(traffic, values[name], strict=True) if v >= threshold.value}) < 10
        )
        assert threshold.interval[0] <= threshold.expected <= threshold.interval[1]
        if threshold.budget * len(traffic) >= 1e6:
            assert 1e6 * reached / len(traffic) <= threshold.budget
            assert threshold.expected <= threshold.budget + 1e-4


def test_levels_rise_and_the_sample_is_counted(traffic, site):
    low, medium, high = (site.levels[level].value for level in LEVELS[1:])

    assert 0 < low < medium < high < 1
    assert (site.messages, site.texts) == (len(traffic), len(set(traffic)))
    assert not site.observe_only


def test_order_and_container_of_the_sample_do_not_matter(scorer, traffic, site):
    assert calibrate(scorer, iter(traffic[::-1]), alerts_per_million=BUDGET) == site
    assert calibrate(scorer, pd.Series(traffic), BUDGET) == site
    assert calibrate(scorer, np.array(traffic), BUDGET) == site


def test_a_budget_of_one_pattern_moves_no_other_threshold(scorer, traffic, site):
    changed = calibrate(scorer, traffic, BUDGET, pattern_alerts_per_million={"secrecy": 20_000})

    assert changed.levels == site.levels
    assert {n: t for n, t in changed.patterns.items() if n != "secrecy"} == {
        n: t for n, t in site.patterns.items() if n != "secrecy"
    }
    assert changed.patterns["secrecy"].value < site.patterns["secrecy"].value
    assert changed.patterns["secrecy"].budget == 20_000


def test_shares_of_low_and_high_are_parameters(scorer, traffic, site):
    changed = calibrate(scorer, traffic, BUDGET, low=2, high=0.5)

    assert changed.levels["medium"] == site.levels["medium"]
    assert [changed.levels[level].budget for level in LEVELS[1:]] == [2 * BUDGET, BUDGET, BUDGET / 2]
    assert changed.levels["low"].value > site.levels["low"].value
    assert changed.levels["high"].value < site.levels["high"].value


def test_copies_of_one_text_count_towards_the_budget(scorer, traffic, site):
    loud = max(traffic, key=lambda text: scorer.score(text).risk)
    flooded = calibrate(scorer, [*traffic, *[loud] * 100], BUDGET)

    assert flooded.messages == site.messages + 100
    assert flooded.texts == site.texts
    assert flooded.levels["medium"].value > scorer.score(loud).risk


def test_risky_messages_in_the_sample_only_raise_thresholds(scorer, traffic, site):
    frame = load_corpus("held_out")
    risky = frame[frame["kind"] == "grooming"]["text"].tolist()[:20]

    assert calibrate(scorer, [*traffic, *risky], BUDGET).levels["medium"].value >= site.levels["medium"].value


def test_a_sample_too_small_for_the_budget_is_refused_with_the_number_needed(scorer, traffic):
    with pytest.raises(
        BudgetError, match=rf"medium: 50 alerts per million need 20,000 messages.*holds {len(traffic):,}"
    ):
        calibrate(scorer, traffic)
    with pytest.raises(BudgetError, match="secrecy: 30 alerts per million need 33,334 messages"):
        calibrate(scorer, traffic, BUDGET, pattern_alerts_per_million={"secrecy": 30})


def test_exactly_the_needed_number_of_messages_is_enough(scorer, traffic):
    assert calibrate(scorer, traffic, 1e6 / len(traffic)).messages == len(traffic)
    with pytest.raises(BudgetError, match=f"need {len(traffic)} messages"):
        calibrate(scorer, traffic[1:], 1e6 / len(traffic))


def test_few_distinct_texts_are_refused(scorer, traffic):
    few = traffic[: MIN_TEXTS - 1]

    with pytest.raises(BudgetError, match=f"{MIN_TEXTS} distinct texts with words"):
        calibrate(scorer, [*few * 3, "!!!", "", "..."], BUDGET)


@pytest.mark.parametrize("budget", [0, -1, 1e6, 2e6, float("nan"), float("inf")])
def test_budget_out_of_range_is_refused(scorer, budget):
    with pytest.raises(BudgetError, match="budget must be in"):
        calibrate(scorer, [], budget, low=1)
    with pytest.raises(BudgetError, match="secrecy: the budget must be in"):
        calibrate(scorer, [], 50, pattern_alerts_per_million={"secrecy": budget})


def test_levels_with_a_budget_out_of_range_are_refused(scorer):
    with pytest.raises(BudgetError, match="low: the budget must be in"):
        calibrate(scorer, [], 100_000)
    for options in ({"low": 0.5}, {"high": 2}, {"high": 0}):
        with pytest.raises(BudgetError, match="multiples of the budget"):
            calibrate(scorer, [], 50, **options)


def test_unknown_pattern_is_refused(scorer):
    with pytest.raises(ValueError, match="unknown pattern secrets; known are"):
        calibrate(scorer, [], 50, pattern_alerts_per_million={"secrets": 20})


@pytest.mark.parametrize("texts", ["hello there", b"hello", {"a": "b"}, None, ["fine", 7]])
def test_input_other_than_messages_is_refused(scorer, texts):
    with pytest.raises(TypeError):
        calibrate(scorer, texts)


def test_a_model_that_was_never_saved_is_refused(scorer, traffic):
    with pytest.raises(ValueError, match="save the model"):
        calibrate(Scorer(scorer.artifact._replace(sha256="")), traffic, BUDGET)


def test_budget_error_is_a_library_error():
    assert issubclass(BudgetError, GroomingRiskError)
    assert issubclass(BudgetError, ValueError)


def test_thresholds_are_stated_for_the_models_own_base_rate():
    """A site file is made from a model whatever base rate it was loaded with."""
    texts = load_corpus("train")["text"].tolist()[:1500]
    usual, rare = (calibrate(load_model(base_rate=rate), texts, 5000) for rate in (None, 0.001))

    for name, threshold in usual.levels.items():
        assert rare.levels[name].value == pytest.approx(threshold.value, rel=1e-6)
    assert rare.patterns["secrecy"].value == pytest.approx(usual.patterns["secrecy"].value, rel=1e-6)
    assert rare.disclosure.value == usual.disclosure.value
