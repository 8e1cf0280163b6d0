"""Thresholds of a pattern for high precision and high recall."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.thresholds.patterns import WANTED, PatternCurve


def drawn(seed, risky=200, harmless=2000, apart=3.0):
    random = np.random.default_rng(seed)
    truth = np.r_[np.ones(risky, bool), np.zeros(harmless, bool)]
    decisions = random.normal(np.where(truth, apart / 2, -apart / 2))
    return truth, 1 / (1 + np.exp(-2 * decisions))


def at(truth, probability, threshold):
    found = probability >= threshold
    return truth[found].mean(), found[truth].mean()


@given(st.integers(0, 10**6))
def test_thresholds_reach_their_targets_and_no_better_one_does(seed):
    truth, probability = drawn(seed)
    curve = PatternCurve(truth, probability)
    precise, sensitive = curve.high_precision(), curve.high_recall()

    assert at(truth, probability, precise.threshold) == pytest.approx((precise.precision, precise.recall))
    assert at(truth, probability, sensitive.threshold) == pytest.approx((sensitive.precision, sensitive.recall))
    assert precise.as_wanted == (precise.precision >= WANTED)
    assert sensitive.as_wanted
    assert sensitive.recall >= WANTED
    assert all(at(truth, probability, p)[0] < WANTED for p in probability[probability < precise.threshold][:50])
    assert all(at(truth, probability, p)[1] < WANTED for p in probability[probability > sensitive.threshold][:50])


def test_an_unreachable_precision_gives_the_nearest_point():
    truth, probability = drawn(0, apart=0.1)
    nearest = PatternCurve(truth, probability).high_precision()

    assert not nearest.as_wanted
    assert nearest.precision < WANTED
    assert nearest.metrics()["as_wanted"] is False


def test_a_few_lucky_messages_are_not_enough_support():
    truth = np.r_[np.ones(5, bool), np.zeros(100, bool), np.ones(95, bool)]
    probability = np.linspace(0.99, 0.01, 200)

    assert PatternCurve(truth, probability).high_precision().threshold < probability[5]


def test_fewer_messages_than_the_support_still_have_a_threshold():
    truth, probability = np.r_[np.ones(3, bool), np.zeros(97, bool)], np.linspace(0.9, 0.1, 100)
    found = PatternCurve(truth, probability).high_precision()

    assert (found.threshold, found.precision, found.recall) == (probability[2], 1.0, 1.0)


def test_weights_state_the_mix():
    truth, probability = (
        np.r_[np.ones(50, bool), np.zeros(50, bool)],
        np.r_[np.linspace(0.9, 0.4, 50), np.linspace(0.7, 0.1, 50)],
    )
    rare = np.where(truth, 1.0, 100.0)
    copied = np.repeat(np.arange(100), rare.astype(int))

    assert (
        PatternCurve(truth, probability, rare).high_precision().threshold
        > PatternCurve(truth, probability).high_precision().threshold
    )
    assert PatternCurve(truth, probability, rare).high_precision().precision == pytest.approx(
        PatternCurve(truth[copied], probability[copied]).high_precision().precision
    )
