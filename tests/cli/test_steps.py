"""Steps of a long command: lines where nobody looks, a bar on a terminal, and about the time left."""

import io
import sys

from grooming_risk.cli.steps import duration, told_steps

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
