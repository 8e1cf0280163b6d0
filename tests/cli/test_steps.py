"""Steps of a long command: lines where nobody looks, a bar on a terminal, and about the time left."""

import io
import sys

import pytest
from rich.progress import Task, TaskID

from grooming_risk.cli.steps import _TimeLeft, duration, in_words, time_left, told_steps

COSTS = {"read": 1.0, "fit": 8.0, "measure": 1.0}


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(monkeypatch, stream, times):
    monkeypatch.setattr(sys, "stderr", stream)
    with told_steps(COSTS, iter(times).__next__) as begin:
        for name in COSTS:
            begin(name)
    return stream.getvalue()


def test_each_step_is_a_line_with_the_time_left(monkeypatch):
    assert shown(monkeypatch, io.StringIO(), [100.0, 100.0, 160.0, 640.0]).splitlines() == [
        "1 of 3: read",
        "2 of 3: fit, 1 min so far, about 9 min left",
        "3 of 3: measure, 9 min so far, about 1 min left",
    ]


def test_a_terminal_shows_a_bar(monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    screen = shown(monkeypatch, Terminal(), [0.0, 0.0, 60.0, 540.0])

    assert "3 of 3: measure" in screen
    assert "about 1 min left" in screen


def test_an_unknown_step_stops_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream := io.StringIO())
    with told_steps(COSTS, iter([0.0, 0.0, 5.0]).__next__) as begin:
        begin("something else")
        begin("read")

    assert stream.getvalue().splitlines() == ["1 of 3: something else", "2 of 3: read"]


def test_times_are_for_people():
    assert [duration(seconds) for seconds in (0, 59, 61, 3599, 3600)] == [
        "0 s",
        "59 s",
        "1 min",
        "1 h 0 min",
        "1 h 0 min",
    ]


@pytest.mark.parametrize(
    ("took", "left"),
    [
        ({}, None),
        ({"small": 60.0}, None),  # too little is done to say anything
        ({"small": 0.0, "fit": 50.0}, (49.0, 49.0)),  # a small step has no pace of its own
        ({"small": 9.0, "fit": 50.0, "search": 100.0}, (9.0, 22.5)),
        ({"fit": 0.0}, None),  # a clock that stands still
        ({"unknown": 5.0}, None),
    ],
)
def test_the_time_left_is_that_of_the_pace_so_far(took, left):
    assert time_left({"small": 1.0, "fit": 50.0, "search": 40.0, "rest": 9.0}, took) == left


def test_paces_that_differ_give_two_bounds(monkeypatch):
    """The second step is four times as slow as was thought: nobody is told one number."""
    told = shown(monkeypatch, io.StringIO(), [0.0, 0.0, 60.0, 1980.0]).splitlines()

    assert told[2] == "3 of 3: measure, 33 min so far, 1 min to 4 min left"


def test_a_step_that_takes_longer_is_not_said_to_end_now(monkeypatch):
    assert in_words((-10.0, -1.0)) == "longer than thought"
    assert in_words((-10.0, 120.0)) == "at most 2 min left"


def test_the_bar_counts_down(monkeypatch):
    task = Task(TaskID(1), "fit", 10.0, 1.0, _get_time=lambda: 130.0, fields={"left": (600.0, 600.0), "at": 10.0})

    assert _TimeLeft().render(task).plain == "about 8 min left"
