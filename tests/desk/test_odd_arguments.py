"""Whatever the methods of the file are given: an error of the project, or an answer; never a raw one of Python."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from grooming_risk.desk import CaseFile, Wanted
from grooming_risk.errors import GroomingRiskError
from grooming_risk.scoring.scorer import default_model

ODD = (None, "x", "", 1.5, True, -1, 0, 2**63, 2**70, [], {}, b"k", object(), float("nan"), "a\0b", {"a"}, "secrecy",
       [[]], [None], "\ud800")  # fmt: skip
CALLS = {
    "cases": {"wanted": Wanted(), "person": "kim", "start": 0, "count": 5},
    "next_case": {"after": 0, "wanted": Wanted(), "person": "kim"},
    "counts": {"wanted": Wanted(), "person": "kim"},
    "case": {"key": 1, "person": "kim"},
    "key_of": {"name": "lobby"},
    "messages": {"key": 1},
    "numbers": {"key": 1},
    "decide": {"key": 1, "person": "kim", "verdict": "confirmed", "confirmed": ["secrecy"], "note": "", "seen": None},
    "label": {"key": 1, "message": 1, "person": "kim", "labels": ["secrecy"], "stored": False, "seen": None},
    "labels": {"key": 1, "person": "kim"},
    "last_step": {"person": "kim"},
    "undo": {"person": "kim", "step": None},
    "log": {"start": 0, "count": 5},
    "reviews": {"model": default_model, "person": "", "settled": False},
    "forget": {"key": 99, "person": "kim"},
    "fill": {"messages": [], "model": default_model},
}


def call(cases, name, arguments):
    """Call a method, with the model where it is asked for; a stream is read to its end."""
    given = {key: value() if value is default_model else value for key, value in arguments.items()}
    answer = getattr(cases, name)(**given)
    return list(answer) if isinstance(answer, Iterator) else answer


@pytest.mark.parametrize(
    ("name", "argument"), [(name, argument) for name, given in CALLS.items() for argument in given]
)
def test_an_odd_argument_is_an_error_of_the_project_or_has_an_answer(cases, name, argument):
    if name != "forget":
        call(cases, name, CALLS[name])  # as it is meant
    for odd in ODD:
        if (name, argument, odd) != ("forget", "key", None):  # erases all
            with suppress(GroomingRiskError):
                call(cases, name, {**CALLS[name], argument: odd})


@pytest.mark.parametrize("field", Wanted._fields)
def test_an_odd_filter_is_an_error_of_the_project_or_has_an_answer(cases, field):
    for odd in ODD:
        for ask in (cases.cases, cases.counts):
            with suppress(GroomingRiskError):
                ask(Wanted(**{field: odd}), "kim")


@pytest.mark.parametrize("option", ["second_share", "seed"])
def test_an_odd_option_is_an_error_of_the_project_or_has_an_answer(tmp_path, option):
    for odd in ODD:
        with suppress(GroomingRiskError):
            CaseFile(tmp_path / "desk.sqlite", **{option: odd}).close()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"key": "1"}, "a key must be a whole number, not str"),
        ({"key": 2**63}, "a key must be from 0 to"),
        ({"person": None}, "a name must be text, not NoneType"),
        ({"note": 7}, "a note must be text, not int"),
        ({"confirmed": "secrecy"}, "give each pattern in a list, not str"),
        ({"confirmed": [1]}, "a pattern must be text, not int"),
        ({"seen": "1"}, "seen must be a whole number"),
    ],
)
def test_the_error_says_which_argument_and_what_it_must_be(cases, arguments, problem):
    with pytest.raises(GroomingRiskError, match=problem):
        cases.decide(**{**CALLS["decide"], **arguments})
    assert [entry.action for entry in cases.log()] == ["fill"]
