"""Precision over recall: budgets and levels that are marked."""

import numpy as np

from grooming_risk.plots import (
    PrecisionRecallDisplay,
)


def test_budgets_are_marked_where_they_can_be_measured():
    score = np.concatenate([np.linspace(0, 0.5, 3000), np.linspace(0.2, 1, 100)])
    display = PrecisionRecallDisplay.from_predictions([0] * 3000 + [1] * 100, score)

    assert [point.name for point in display.budgets] == ["1 in 100", "1 in 1,000"]
    for point, rate in zip(display.budgets, (1e-2, 1e-3), strict=True):
        assert 0 < point.false_alarms <= rate
        assert point.recall == (score[3000:] >= point.threshold).mean()


def test_level_that_flags_nothing_is_said_and_not_marked():
    display = PrecisionRecallDisplay.from_predictions([0, 1], [0.1, 0.9], levels={"high": 0.95}).plot()

    assert np.isnan(display.levels[0].precision)
    assert "level high: flags nothing here" in {text.get_text() for text in display.ax_.get_legend().get_texts()}
