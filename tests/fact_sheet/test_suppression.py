"""No hidden count can be inferred, even by a reader who knows the total and the rule."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.fact_sheet.suppression import SMALLEST, hidden_cells, is_publishable

cells = st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=2), max_size=12)


def tables(total: int, size: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many cells with that total."""
    if size == 1:
        yield (total,)
    else:
        for first in range(total + 1):
            yield from ((first, *rest) for rest in tables(total - first, size - 1))


def published(table):
    """What a reader sees: the shown counts, and where something is hidden."""
    hidden = hidden_cells([[count] for count in table])
    return tuple(None if hide else count for count, hide in zip(table, hidden, strict=True))


@pytest.mark.parametrize("size", [2, 3, 4])
def test_total_and_rule_do_not_reveal_a_hidden_count(size):
    for total in range(SMALLEST, 25):
        fitting = defaultdict(list)
        for table in tables(total, size):
            fitting[published(table)].append(table)
        for shown, candidates in fitting.items():
            for place in (number for number, count in enumerate(shown) if count is None):
                assert len({table[place] for table in candidates}) >= 2, (total, shown)


def test_the_same_holds_where_two_counts_are_published_together():
    for total, other in product(range(SMALLEST, 10), repeat=2):
        fitting = defaultdict(list)
        for one, two in product(tables(total, 3), tables(other, 3)):
            table = tuple(zip(one, two, strict=True))
            hidden = hidden_cells(table)
            fitting[tuple(None if hide else cell for cell, hide in zip(table, hidden, strict=True))].append(table)
        for shown, candidates in fitting.items():
            for place, part in product([number for number, cell in enumerate(shown) if cell is None], (0, 1)):
                assert len({table[place][part] for table in candidates}) >= 2, (total, other, shown)


@given(cells)
def test_small_counts_are_hidden_and_never_alone(table):
    hidden = hidden_cells(table)
    small = [min(cell) < SMALLEST for cell in table]

    assert all(hide for hide, is_small in zip(hidden, small, strict=True) if is_small)
    assert any(hidden) == any(small)
    assert sum(hidden) != 1 or len(table) == 1


@given(cells, st.randoms(use_true_random=False))
def test_what_is_hidden_does_not_depend_on_the_order(table, random):
    order = list(range(len(table)))
    random.shuffle(order)

    assert hidden_cells([table[number] for number in order]) == tuple(hidden_cells(table)[number] for number in order)


@given(cells)
def test_no_more_is_hidden_than_the_next_size(table):
    hidden = hidden_cells(table)
    extra = {min(cell) for cell, hide in zip(table, hidden, strict=True) if hide and min(cell) >= SMALLEST}
    kept = [min(cell) for cell, hide in zip(table, hidden, strict=True) if not hide]

    assert len(extra) <= 1
    assert not extra or not kept or max(extra) < min(kept)


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_count_beside_its_total_gives_no_small_rest_away(count, rest):
    assert is_publishable(count, count + rest) == (count >= SMALLEST and rest >= SMALLEST)
