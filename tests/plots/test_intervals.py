"""Intervals of shares."""

import numpy as np

from grooming_risk.plots.intervals import wilson_intervals


def test_wilson_interval_of_a_known_case():
    low, high = wilson_intervals(np.array([0.5, 0, np.nan]), np.array([10, 20, 0]))

    np.testing.assert_allclose(low, [0.2366, 0, 0], atol=1e-4)
    np.testing.assert_allclose(high, [0.7634, 0.1611, 1], atol=1e-4)
