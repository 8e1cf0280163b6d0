"""The first N messages by risk, with no more than N held."""

import random
import weakref
from types import SimpleNamespace

import pytest

from grooming_risk.cli.scoring.top_rows import top_rows
from grooming_risk.io.messages import Record


def shown(values, top, sort="risk"):
    written = []
    with top_rows(lambda record, found: written.append((record.line, found.risk)), top, sort) as take:
        for line, value in enumerate(values, start=1):
            take(Record("a", line, "gg", {}), SimpleNamespace(risk=value, disclosure=-value))
    return written


def test_without_a_number_all_are_written_as_they_come():
    assert shown([0.1, 0.9, 0.5], None) == [(1, 0.1), (2, 0.9), (3, 0.5)]


@pytest.mark.parametrize("top", [1, 7, 100, 500])
def test_it_is_what_sorting_all_would_give(top):
    draw = random.Random(4)
    values = [round(draw.random(), 1) for _ in range(300)]  # many are equal: the earlier comes first
    expected = sorted(enumerate(values, start=1), key=lambda row: -row[1])

    assert shown(values, top) == expected[:top]
    assert shown(values, top, "disclosure") == sorted(enumerate(values, start=1), key=lambda row: row[1])[:top]


def test_no_more_than_the_first_are_held():
    class Found:
        def __init__(self, risk):
            self.risk = risk

    living, most = weakref.WeakSet(), 0
    with top_rows(lambda record, found: None, 5, "risk") as take:
        for line in range(1000):
            found = Found(line % 97)
            living.add(found)
            take(Record("a", line, "gg", {}), found)
            most = max(most, len(living))

    assert most <= 7


def test_nothing_is_written_where_reading_fails():
    written = []

    def read():
        with top_rows(lambda *row: written.append(row), 3, "risk") as take:
            take(Record("a", 1, "gg", {}), SimpleNamespace(risk=0.5))
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        read()

    assert written == []
