"""Calibration: bins by hand, an error of 0 for true risks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from grooming_risk.metrics.calibration import expected_calibration_error, reliability_bins

risks = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(np.array)


def test_bins_by_hand():
    low, high = reliability_bins(np.array([False, True, True]), np.array([0.1, 0.3, 1.0]), count=2)

    assert low[:3] == (0.0, 0.5, 2)
    assert (low.mean_risk, low.share) == (pytest.approx(0.2), 0.5)
    assert high == (0.5, 1.0, 1, 1.0, 1.0)
    assert expected_calibration_error([low, high]) == pytest.approx((2 * 0.3 + 1 * 0.0) / 3)


def test_bins_are_those_of_scikit_learn():
    draw = np.random.default_rng(0)
    risk = draw.random(500)
    truth = draw.random(500) < risk
    share, mean = calibration_curve(truth, risk, n_bins=10)
    bins = reliability_bins(truth, risk)

    assert [one.share for one in bins] == pytest.approx(share)
    assert [one.mean_risk for one in bins] == pytest.approx(mean)
    assert expected_calibration_error(bins) < 0.1


@given(risks)
def test_every_message_is_in_a_bin(risk):
    bins = reliability_bins(risk > 0.5, risk)

    assert sum(one.n for one in bins) == len(risk)
    assert all(one.low <= one.mean_risk <= one.high for one in bins if one.n)


@given(risks)
def test_certain_risks_are_calibrated_only_if_right(risk):
    truth = risk > 0.5

    assert expected_calibration_error(reliability_bins(truth, truth.astype(float))) == 0.0
    assert expected_calibration_error(reliability_bins(truth, 1 - truth.astype(float))) == 1.0


def test_no_message_has_no_calibration():
    assert expected_calibration_error(reliability_bins(np.array([], dtype=bool), np.array([]))) is None
