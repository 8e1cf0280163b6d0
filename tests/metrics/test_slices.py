"""Slices: each message in one of each column, figures right by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.metrics.slices import SMALL, length_slice, slice_figures

rows = st.lists(
    st.tuples(st.sampled_from(["sms", "dm", None]), st.booleans(), st.floats(0, 1)), min_size=1, max_size=40
)


def figures(table):
    names, truth, risk = zip(*table, strict=True)
    scores = np.array(risk)
    return slice_figures(names, np.array(truth), scores, scores >= 0.5)


def test_figures_by_hand():
    table = [("sms", True, 0.9), ("sms", True, 0.2), ("sms", False, 0.1), ("sms", False, 0.7), ("dm", False, 0.1)]

    assert figures(table) == {
        "dm": {"n": 1, "grooming": 0, "recall": None, "false_alarm_rate": 0.0, "roc_auc": None, "small": True},
        "sms": {"n": 4, "grooming": 2, "recall": 0.5, "false_alarm_rate": 0.5, "roc_auc": 0.75, "small": True},
    }


@given(rows)
def test_slices_are_all_of_the_messages(table):
    found = figures(table)

    assert sum(one["n"] for one in found.values()) == len(table)
    assert sum(one["grooming"] for one in found.values()) == sum(truth for _, truth, _ in table)
    assert ("unknown" in found) == any(name is None for name, _, _ in table)


@given(rows, st.randoms())
def test_order_of_the_rows_does_not_matter(table, random):
    assert figures(random.sample(table, len(table))) == figures(table)


@given(rows)
def test_perfect_and_inverted_risks(table):
    perfect = figures([(name, truth, float(truth)) for name, truth, _ in table])
    inverted = figures([(name, truth, 1 - float(truth)) for name, truth, _ in table])

    assert all(one["roc_auc"] in (1.0, None) and one["recall"] in (1.0, None) for one in perfect.values())
    assert all(one["roc_auc"] in (0.0, None) and one["false_alarm_rate"] in (1.0, None) for one in inverted.values())


@pytest.mark.parametrize(("count", "small"), [(SMALL - 1, True), (SMALL, False)])
def test_small_slices_are_marked(count, small):
    assert figures([("sms", True, 0.5)] * count)["sms"]["small"] is small


@pytest.mark.parametrize(
    ("words", "name"),
    [(0, "0"), (1, "1-3"), (3, "1-3"), (4, "4-8"), (8, "4-8"), (9, "9-15"), (15, "9-15"), (16, "16+")],
)
def test_length_in_words(words, name):
    assert length_slice("gg " * words) == name


def test_lengths_stand_in_their_own_order():
    names = [length_slice("gg " * words) for words in (20, 2, 12, 6)]
    found = slice_figures(names, np.ones(4, dtype=bool), np.ones(4), np.ones(4, dtype=bool))

    assert list(found) == ["1-3", "4-8", "9-15", "16+"]


def test_number_and_nan_as_names():
    found = slice_figures([1, 1, float("nan"), ""], np.ones(4, dtype=bool), np.ones(4), np.ones(4, dtype=bool))

    assert {name: one["n"] for name, one in found.items()} == {"1": 2, "unknown": 2}
