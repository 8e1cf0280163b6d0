"""Time of competitors for the same messages, as multiples of the first one's time, in one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from competitors import Competitor

from timing import seconds, steady

ROUNDS = 3


class Ratios(NamedTuple):
    """Speed of a competitor, as ratios to the first one.

    Attributes
    ----------
    one : float
        Its time for one message; the first one's is 1, lower is faster.
    many : float
        Its messages a second in a batch; the first one's is 1, higher is faster.
    """

    one: float
    many: float


def speed_ratios(competitors: Sequence[Competitor], singles: list[str], batch: list[str]) -> list[Ratios]:
    """Time every competitor in turn, several times over, and compare the best rounds.

    Parameters
    ----------
    competitors : sequence of Competitor
        The others are compared with the first one.
    singles : list of str
        Messages to score one by one.
    batch : list of str
        Messages to score at once.

    Returns
    -------
    list of Ratios
        In the order of the competitors.
    """
    # In turn, so that a busy moment of the machine hits all; the best round, as noise only ever adds.
    one = [min(times) for times in _in_turn([(steady, _fresh(each, each.one), singles) for each in competitors])]
    many = [min(times) for times in _in_turn([(seconds, _fresh(each, each.many), batch) for each in competitors])]
    return [Ratios(single / one[0], many[0] / all_at_once) for single, all_at_once in zip(one, many, strict=True)]


def _fresh(competitor: Competitor, call: Callable[[Any], object]) -> Callable[[Any], object]:
    """Return a call that starts with an empty cache of messages."""
    forget = competitor.forget
    return call if forget is None else lambda texts: (forget(), call(texts))


def _in_turn(timings: list[tuple]) -> list[tuple[float, ...]]:
    rounds = [[timing(call, texts) for timing, call, texts in timings] for _ in range(ROUNDS)]
    return list(zip(*rounds, strict=True))
