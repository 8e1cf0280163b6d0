"""Grouped bootstrap: groups stay whole, and widths tell how many groups there are, not how many rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.metrics.bootstrap import grouped_draws, grouped_intervals

groups = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=40)


@given(groups)
def test_groups_are_drawn_whole(names):
    table = np.array(names)
    for rows in grouped_draws(names, rounds=5):
        for name in set(names):
            counts = np.bincount(rows, minlength=len(names))[table == name]
            assert len(set(counts)) == 1


@given(groups)
def test_as_many_groups_are_drawn_as_there_are(names):
    sizes = {name: names.count(name) for name in names}
    for rows in grouped_draws(names, rounds=5):
        drawn = sum(names.count(names[row]) ** -1 for row in rows)
        assert drawn == pytest.approx(len(sizes))


def test_the_same_seed_gives_the_same_draws():
    one, same, other = (list(grouped_draws(list("aabbcd"), rounds=3, seed=seed)) for seed in (0, 0, 1))

    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_repeated_rows_of_a_group_do_not_narrow_the_interval():
    hit = np.random.default_rng(0).random(60) < 0.7
    once = grouped_intervals(lambda rows: {"recall": hit[rows].mean()}, range(60))
    again = np.repeat(hit, 5)
    copied = grouped_intervals(lambda rows: {"recall": again[rows].mean()}, np.repeat(np.arange(60), 5))
    apart = grouped_intervals(lambda rows: {"recall": again[rows].mean()}, range(300))

    assert copied["recall"] == pytest.approx(once["recall"])
    assert np.diff(apart["recall"]) < 0.7 * np.diff(once["recall"])


def test_interval_covers_the_true_share_about_as_often_as_it_states():
    draw = np.random.default_rng(0)
    held = 0
    for seed in range(60):
        hit = draw.random(150) < 0.3
        low, high = grouped_intervals(lambda rows, hit=hit: {"x": hit[rows].mean()}, range(150), seed=seed)["x"]
        held += low <= 0.3 <= high

    assert 50 <= held <= 60


def test_figure_that_most_draws_do_not_allow_is_left_out():
    found = grouped_intervals(lambda rows: {"rare": 1.0 if (rows == 0).all() else None, "n": len(rows)}, range(5))

    assert set(found) == {"n"}
