"""Rules of decisions: what they refute, whose stands, who reads next."""

from datetime import UTC, datetime

import pytest

from grooming_risk.desk.decision import Decision, last_readings, next_reading, readings_wanted, rejected_by, standing

AT = datetime(2026, 3, 1, tzinfo=UTC)


def decisions(*given):
    """Decisions of person, verdict and reading."""
    return [Decision(n, 1, who, AT, verdict, (), (), "", reading) for n, (who, verdict, reading) in enumerate(given, 1)]


@pytest.mark.parametrize(
    ("verdict", "confirmed", "rejected"),
    [
        ("nothing", (), ("secrecy", "isolation")),
        ("confirmed", ("secrecy",), ("isolation",)),
        ("help", ("gift_offer",), ("secrecy", "isolation")),
        ("escalate", (), ()),
        ("unsure", ("secrecy",), ()),
    ],
)
def test_what_a_decision_refutes(verdict, confirmed, rejected):
    assert rejected_by(verdict, ("secrecy", "isolation"), confirmed) == rejected


def test_a_later_decision_of_a_reading_corrects_it():
    given = decisions(("kim", "nothing", 1), ("noa", "help", 2), ("kim", "help", 1))

    assert {reading: one.number for reading, one in last_readings(given).items()} == {1: 3, 2: 2}


@pytest.mark.parametrize(
    ("given", "second", "wanted"),
    [
        ([], True, 2),
        ([("kim", "help", 1)], True, 2),
        ([("kim", "help", 1), ("noa", "escalate", 2)], True, 2),
        ([("kim", "help", 1), ("noa", "nothing", 2)], True, 3),
        ([("kim", "unsure", 1), ("noa", "nothing", 2)], True, 3),
        ([("kim", "help", 1)], False, 1),
    ],
)
def test_how_many_people_are_to_read(given, second, wanted):
    assert readings_wanted(decisions(*given), second) == wanted


@pytest.mark.parametrize(
    ("given", "second", "person", "reading"),
    [
        ([], True, "kim", 1),
        ([("kim", "help", 1)], True, "kim", 1),
        ([("kim", "help", 1)], True, "noa", 2),
        ([("kim", "help", 1)], False, "noa", 1),
        ([("kim", "help", 1), ("noa", "help", 2)], True, "ada", 3),
        ([("noa", "help", 2)], True, "ada", 1),  # the first one was undone
    ],
)
def test_which_reading_a_person_makes(given, second, person, reading):
    assert next_reading(decisions(*given), person, second) == reading


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ([], None),
        ([("kim", "confirmed", 1), ("noa", "help", 2)], 1),
        ([("kim", "confirmed", 1), ("noa", "nothing", 2)], None),
        ([("kim", "confirmed", 1), ("noa", "nothing", 2), ("ada", "nothing", 3)], 2),
        ([("kim", "confirmed", 1), ("noa", "nothing", 2), ("ada", "unsure", 3)], None),
    ],
)
def test_the_outcome_of_the_majority_stands(given, number):
    found = standing(decisions(*given))

    assert (found.number if found else None) == number
