"""Bars on a terminal: all items come through in order, and nothing is drawn where nobody looks."""

import io
import sys

import pytest

from grooming_risk.cli.progress import progress_bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_there_is_no_bar_where_nobody_looks(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    assert progress_bar("messages") is None


@pytest.mark.parametrize(("items", "options"), [([3, 1, 2], {}), (iter([3, 1, 2]), {"total": 3})])
def test_items_come_through_in_order_and_the_bar_says_what_they_are(monkeypatch, items, options):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)

    assert list(progress_bar("messages")(items, **options)) == [3, 1, 2]
    assert "messages" in screen.getvalue()
