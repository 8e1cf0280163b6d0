"""The tail: counted thresholds keep the budget with ties; fitted ones and intervals hold on known laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from grooming_risk.errors import BudgetError
from grooming_risk.model.logistic import EMPTY_LOG_ODDS, sigmoid
from grooming_risk.thresholds.tail import ENOUGH, Tail

LAWS = {
    "logistic": stats.logistic(-5, 1),
    "exponential": stats.expon(-6, 1.5),
    "normal": stats.norm(-5, 2),
    "gumbel": stats.gumbel_r(-6, 1),
    "lighter": stats.genpareto(-0.1, -6, 1.2),
    "heavier": stats.genpareto(0.1, -6, 1),
}
SAMPLES = 80


def log_odds(probability):
    return np.log(probability) - np.log1p(-probability)


def coverage(law, size, budget, *, bursts=False):
    """Return the coverage of the intervals, and the mean true share over the budget."""
    random = np.random.default_rng(7)
    held, shares = 0, []
    for _ in range(SAMPLES):
        values = law.rvs(size=size, random_state=random)
        tail = Tail(values, random.geometric(0.3, size=size) if bursts else None)
        threshold = tail.threshold(budget)
        low, high = tail.interval_at(threshold, rounds=300)
        shares.append(law.sf(log_odds(threshold)))
        held += low <= shares[-1] <= high
    return held / SAMPLES, np.mean(shares) / budget


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize(("size", "budget"), [(2000, 2e-2), (2000, 1e-3), (2000, 5e-4)])
def test_interval_covers_the_true_share_and_the_budget_is_kept(name, size, budget):
    """Counted, at two messages of the sample, and at one; 80 samples of a 95% interval hold 72 or more."""
    held, used = coverage(LAWS[name], size, budget)

    assert held >= 0.9
    assert 0.2 < used < 1.3


@pytest.mark.parametrize("name", ["logistic", "normal", "lighter"])
def test_interval_covers_ten_times_beyond_the_sample(name):
    held, used = coverage(LAWS[name], 2000, 5e-5)

    assert held >= 0.9
    assert used < 1.3


@pytest.mark.parametrize("budget", [2e-2, 1e-3])
def test_repeated_texts_are_one_observation(budget):
    assert coverage(LAWS["exponential"], 2000, budget, bursts=True)[0] >= 0.85


def test_counting_every_copy_as_an_observation_narrows_the_interval():
    """The same messages as distinct texts give a narrower interval."""
    values = LAWS["logistic"].rvs(size=2000, random_state=np.random.default_rng(0))
    counts = np.full(len(values), 20)
    together, apart = Tail(values, counts), Tail(np.repeat(values, counts))
    threshold = together.threshold(2e-2)

    assert together.messages == apart.messages
    assert together.share_at(threshold) == apart.share_at(threshold)
    assert np.diff(together.interval_at(threshold)) > 2 * np.diff(apart.interval_at(threshold))


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 60), st.floats(1e-4, 0.9))
def test_at_most_the_budget_of_the_sample_reaches_a_threshold(seed, steps, budget):
    """Few steps make many ties; only a budget below one message of the sample may be missed."""
    random = np.random.default_rng(seed)
    values = np.round(random.logistic(-5, 1, size=300) * steps) / steps
    counts = random.geometric(0.2, size=300)
    tail = Tail(values, counts)
    threshold = tail.threshold(budget)
    reached = counts[[sigmoid(value) >= threshold for value in values]].sum()

    assert 0 < threshold <= 1
    assert tail.messages_at(threshold) == reached
    if budget * counts.sum() >= 1:
        assert reached <= budget * counts.sum() * (1 + 1e-9)


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("budget", [2e-2, 5e-3])
def test_a_safe_threshold_keeps_the_budget_on_later_messages(name, budget):
    """80 samples of a one-sided 95% interval: 70 or more keep it, and most of the budget is used."""
    random, law = np.random.default_rng(3), LAWS[name]
    thresholds = [Tail(law.rvs(size=4000, random_state=random)).safe_threshold(budget) for _ in range(SAMPLES)]
    shares = np.array([law.sf(log_odds(threshold)) for threshold in thresholds])

    assert (shares <= budget).sum() >= 70
    assert shares.mean() > budget / 2


def test_a_rarer_budget_never_has_a_lower_threshold():
    tail = some_tail()
    thresholds = [tail.threshold(budget) for budget in np.geomspace(0.5, 1e-6, 200)]

    safe = [tail.safe_threshold(budget) for budget in np.geomspace(0.5, 1e-6, 200)]

    assert thresholds == sorted(thresholds)
    assert safe == sorted(safe)
    assert all(kept >= used for kept, used in zip(safe, thresholds, strict=True))


def some_tail():
    return Tail(np.random.default_rng(1).logistic(-4, 1.2, size=3000))


def test_a_counted_threshold_is_a_score_of_the_sample():
    values = np.random.default_rng(2).logistic(-4, 1, size=1000)
    tail = Tail(values)
    threshold = tail.threshold(0.05)

    assert np.isclose(np.sort(values)[-50], log_odds(threshold))
    assert (tail.texts_at(threshold), tail.messages_at(threshold), tail.share_at(threshold)) == (50, 50, 0.05)


def test_a_text_that_exceeds_the_budget_stays_below_the_threshold():
    values = np.r_[np.random.default_rng(3).logistic(-5, 1, size=1000), 8.0]
    tail = Tail(values, np.r_[np.ones(1000, int), 500])
    threshold = tail.threshold(0.01)

    assert threshold > 1 / (1 + np.exp(-8.0))
    assert tail.messages_at(threshold) == 0


def test_messages_without_words_count_but_do_not_change_the_tail():
    values = np.random.default_rng(4).logistic(-5, 1, size=2000)
    worded = Tail(values)
    diluted = Tail(np.r_[values, EMPTY_LOG_ODDS], np.r_[np.ones(2000, int), 2000])

    assert diluted.threshold(5e-4) == pytest.approx(worded.threshold(1e-3))


def test_order_of_the_sample_does_not_matter():
    random = np.random.default_rng(5)
    values, counts = random.logistic(-5, 1, size=1000).round(1), random.geometric(0.3, size=1000)
    tails = [Tail(values, counts), Tail(values[::-1], counts[::-1])]
    thresholds = [tail.threshold(1e-3) for tail in tails]

    assert thresholds[0] == thresholds[1]
    assert tails[0].interval_at(thresholds[0]) == tails[1].interval_at(thresholds[0])
    assert tails[0].interval_at(thresholds[0], seed=1) != tails[0].interval_at(thresholds[0])


def test_extrapolation_begins_where_few_texts_are_left():
    tail = some_tail()
    counted, fitted = tail.threshold(ENOUGH / 3000), tail.threshold((ENOUGH - 1) / 3000)

    assert tail.texts_at(counted) == ENOUGH
    assert tail.texts_at(fitted) < ENOUGH
    assert fitted > counted


@pytest.mark.parametrize("values", [[0.5] * 1000, [EMPTY_LOG_ODDS] * 50, [1.0], [1.0, 2.0]])
def test_equal_scores_are_refused(values):
    with pytest.raises(BudgetError, match="all the same"):
        Tail(values)
