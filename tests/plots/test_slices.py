"""Slices: counted by hand, with names of any kind."""

import numpy as np
import pytest

from grooming_risk.plots import (
    PrecisionRecallDisplay,
    SlicesDisplay,
)


def test_slices_by_hand_and_none_is_lost():
    columns = {"app": ["x", "x", "y", "z"], "year": [7, 8, 8, 8]}
    display = SlicesDisplay.from_predictions([1, 1, 1, 0], [0.9, 0.2, 0.8, 0.9], columns, threshold=0.8)

    assert list(zip(display.columns, display.values, display.counts.tolist(), strict=True)) == [
        ("app", "x", 2), ("app", "y", 1), ("app", "z", 0), ("year", "7", 1), ("year", "8", 2),
    ]  # fmt: skip
    np.testing.assert_array_equal(display.recall, [0.5, 1.0, np.nan, 1.0, 0.5])
    assert display.overall == pytest.approx(2 / 3)
    labels = [label.get_text() for label in display.plot().ax_.get_yticklabels()]
    assert labels == ["app", "x", "y", "z", "year", "7", "8"]


def test_slices_of_another_length_or_none_are_refused():
    with pytest.raises(ValueError, match=r"slices\['app'\] has 1"):
        SlicesDisplay.from_predictions([0, 1], [0.1, 0.9], {"app": ["x"]})
    with pytest.raises(ValueError, match="at least one column"):
        SlicesDisplay.from_predictions([0, 1], [0.1, 0.9], {})


def test_hostile_names_are_drawn_as_text():
    names = [r"$\frac{1$", "a$b$c", "line\nfeed\x00", "<b>"]
    display = SlicesDisplay.from_predictions([1] * 4, [0.9] * 4, {r"$\bad$": names}).plot()
    display.figure_.canvas.draw()
    level = PrecisionRecallDisplay.from_predictions([0, 1], [0.1, 0.9], levels={r"$\bad{$": 0.5}).plot()
    level.figure_.canvas.draw()

    shown = {label.get_text() for label in display.ax_.get_yticklabels()}
    assert r"a\$b\$c" in shown
    assert not any("\n" in text or "\x00" in text for text in shown)
