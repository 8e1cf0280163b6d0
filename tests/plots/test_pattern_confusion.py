"""Confusion of patterns: counted by hand."""

import numpy as np
import pytest

from grooming_risk.labels import PATTERNS
from grooming_risk.plots import PatternConfusionDisplay


def test_confusion_leaves_out_what_a_message_does_carry():
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
