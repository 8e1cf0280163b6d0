"""Filters of the queue and their counts."""

import pytest

from grooming_risk.desk import Wanted
from grooming_risk.errors import UnknownNameError
from grooming_risk.labels import LEVELS, PATTERNS
from support.desk_client import filled, key_of


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), {"help", "lobby", "trade", "raid"}),
        (Wanted(help=True), {"help"}),
        (Wanted(help=False), {"lobby", "trade", "raid"}),
        (Wanted(pattern="meeting_request"), {"lobby"}),
        (Wanted(pattern="secrecy"), {"lobby", "trade"}),
        (Wanted(author="KI"), {"lobby"}),  # kiki: not the riskiest author
        (Wanted(author="%"), set()),
        (Wanted(author="rex", help=True), set()),
    ],
)
def test_filters(cases, wanted, names):
    assert {case.row.conversation for case in cases.cases(wanted, "kim")} == names


@pytest.mark.parametrize("level", LEVELS)
def test_filter_of_a_level_and_its_count(cases, level):
    expected = [case for case in cases.cases(Wanted(), "kim") if case.row.level == level]

    assert cases.cases(Wanted(level=level), "kim") == expected
    assert cases.counts(Wanted(), "kim").levels[level] == len(expected)


def test_author_is_found_in_any_case_and_script(tmp_path):
    chats = {"a": [("ŠARA", "gg")], "b": [("Mira", "gg")]}
    with filled(tmp_path / "desk.sqlite", chats) as cases:
        assert [case.row.conversation for case in cases.cases(Wanted(author="šara"), "kim")] == ["a"]


def test_counts_are_those_of_the_filter(cases):
    cases.decide(key_of(cases, "trade"), "kim", "confirmed", ["secrecy"])
    everything, secrecy = cases.counts(Wanted(undecided=False), "kim"), cases.counts(Wanted(pattern="secrecy"), "kim")

    assert (everything.total, everything.undecided, everything.help) == (4, 3, 1)
    assert (everything.patterns["secrecy"], everything.patterns["meeting_request"]) == (2, 1)
    assert (secrecy.total, secrecy.undecided, secrecy.help, secrecy.patterns["secrecy"]) == (2, 1, 0, 1)
    assert list(everything.patterns) == list(PATTERNS)
    assert sum(everything.levels.values()) == 4


@pytest.mark.parametrize("wanted", [Wanted(level="extreme"), Wanted(pattern="rudeness' OR 1")])
def test_unknown_names_are_refused(cases, wanted):
    with pytest.raises(UnknownNameError):
        cases.cases(wanted, "kim")
