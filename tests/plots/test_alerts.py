"""Alerts in a million: counted by hand."""

import numpy as np

from grooming_risk.plots import (
    AlertsDisplay,
)


def test_alerts_by_hand():
    display = AlertsDisplay.from_predictions([0] * 4 + [1] * 2, [0.1, 0.2, 0.3, 0.6, 0.4, 0.9], levels={"high": 0.5})
    at_half = np.searchsorted(display.thresholds, 0.5)

    assert display.alerts[at_half] == 250_000
    assert display.recall[at_half] == 0.5
    assert (display.low <= display.alerts).all()
    assert (display.alerts <= display.high).all()
    assert (np.diff(display.alerts) <= 0).all()
    assert (display.levels[0].false_alarms, display.levels[0].recall) == (0.25, 0.5)
