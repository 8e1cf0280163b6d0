"""Reliability: bins counted by hand."""

import numpy as np
import pytest

from grooming_risk.plots import (
    ReliabilityDisplay,
)


def test_reliability_by_hand():
    display = ReliabilityDisplay.from_predictions([0, 1, 1, 1], [0.0, 0.1, 0.9, 1.0], n_bins=3)

    assert display.counts.tolist() == [2, 0, 2]
    np.testing.assert_allclose(display.predicted, [0.05, np.nan, 0.95])
    np.testing.assert_allclose(display.observed, [0.5, np.nan, 1.0])
    assert display.brier == pytest.approx((0.9**2 + 0.1**2) / 4)
    assert (display.low <= display.high).all()
    with pytest.raises(ValueError, match="n_bins must be at least 1"):
        ReliabilityDisplay.from_predictions([0, 1], [0.1, 0.9], n_bins=0)
