"""Figures of flags: scikit-learn's numbers, and what must hold for any classifier."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import fbeta_score, precision_recall_fscore_support

from grooming_risk.metrics.classification import (
    BETAS,
    flag_figures,
    measurable_rates,
    recall_at_false_alarms,
    share_interval,
)

pairs = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40)


def columns(rows):
    truth, flagged = np.array(rows, dtype=bool).T
    return truth, flagged


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_figures_are_those_of_scikit_learn(rows):
    truth, flagged = columns(rows)
    found = flag_figures(truth, flagged)
    precision, recall, f1, _ = precision_recall_fscore_support(truth, flagged, average="binary", zero_division=0)
    expected = {"precision": precision, "recall": recall, "f1": f1}
    expected |= {name: fbeta_score(truth, flagged, beta=beta, zero_division=0) for name, beta in BETAS.items()}

    assert (found["precision"] is None) == (not flagged.any())
    assert {found[name] is None for name in ("recall", *BETAS)} == {not truth.any()}
    assert all(value == pytest.approx(expected[name]) for name, value in found.items() if value is not None)


@given(pairs, st.randoms())
def test_order_of_the_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert flag_figures(*columns(rows)) == flag_figures(*columns(shuffled))


@given(pairs)
def test_doubled_rows_change_nothing(rows):
    once, twice = flag_figures(*columns(rows)), flag_figures(*columns(rows * 2))

    assert twice == pytest.approx(once)


@given(st.lists(st.booleans(), min_size=1, max_size=40).filter(lambda truth: any(truth) and not all(truth)))
def test_perfect_and_inverted_flags(rows):
    truth = np.array(rows)

    assert set(flag_figures(truth, truth).values()) == {1.0}
    assert set(flag_figures(truth, ~truth).values()) == {0.0}


def test_f_half_prefers_precision_and_f_two_recall():
    truth = np.array([True] * 4 + [False] * 4)
    careful = flag_figures(truth, np.array([True] + [False] * 7))
    eager = flag_figures(truth, np.array([True] * 7 + [False]))

    assert careful["f0.5"] > careful["f1"] > careful["f2"]
    assert eager["f0.5"] < eager["f1"] < eager["f2"]


@pytest.mark.parametrize(("harmless", "rates"), [(299, []), (300, [1e-2]), (30_000, [1e-2, 1e-3, 1e-4])])
def test_a_rate_is_measured_where_it_would_raise_three_alarms(harmless, rates):
    assert measurable_rates(harmless) == rates


@given(st.integers(300, 2000), st.integers(0, 2**32 - 1))
def test_no_more_harmless_messages_than_the_rate_lie_above_the_threshold(count, seed):
    harmless = np.random.default_rng(seed).random(count).round(2)  # with ties

    assert recall_at_false_alarms(harmless, harmless, 0.01) <= 0.01


def test_threshold_is_about_as_low_as_the_rate_allows():
    harmless = np.arange(1000) / 1000  # ten of them may lie above

    assert recall_at_false_alarms(np.array([0.988, 0.991]), harmless, 0.01) == 0.5


def test_recall_without_risky_or_harmless_messages_is_none():
    some, nothing = np.array([0.5]), np.array([])

    assert recall_at_false_alarms(some, nothing, 0.01) is None
    assert recall_at_false_alarms(nothing, some, 0.01) is None


@given(st.integers(1, 3000), st.data())
def test_interval_of_a_share_is_that_of_wilson(cases, data):
    hits = data.draw(st.integers(0, cases))
    expected = binomtest(hits, cases).proportion_ci(method="wilson")

    assert share_interval(hits / cases, cases) == pytest.approx((expected.low, expected.high), abs=1e-15)
