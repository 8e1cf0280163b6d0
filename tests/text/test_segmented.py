"""Cuts are the cheapest there are."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.segmented import IMPOSSIBLE, cheapest_cuts, with_beginnings

COSTS = {"a": 2.0, "ab": 3.0, "abc": 1.5, "bc": 1.0, "cab": 2.5, "cc": 0.5}


@given(st.text("abc", max_size=9), st.sampled_from([IMPOSSIBLE, 5.0]))
def test_no_other_cuts_cost_less(letters, other):
    def cost(pieces):
        return sum(COSTS.get(piece, other if len(piece) == 1 else IMPOSSIBLE) for piece in pieces)

    places = range(1, len(letters))
    cuts = [cut for count in range(len(letters)) for cut in combinations(places, count)]
    possible = [[letters[a:b] for a, b in zip((0, *cut), (*cut, len(letters)), strict=True)] for cut in cuts]
    found = cheapest_cuts(letters, with_beginnings(COSTS).get, other)
    lowest = min(map(cost, possible), default=0)

    assert cost(found) == (0 if lowest == IMPOSSIBLE else lowest)
    assert "".join(found) == ("" if lowest == IMPOSSIBLE else letters)
