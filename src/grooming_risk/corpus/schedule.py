"""Draws the schedule of a synthetic conversation: speakers, length, times, and the order of labels.

A schedule holds labels and numbers, no text. Harmless conversations have the same distribution of lengths, times and
speakers, so that none of these gives the kind away.
"""

import math
from random import Random
from typing import Final, NamedTuple

from grooming_risk.labels import STAGE_WEIGHTS

KIND_SHARES: Final = {"grooming": 0.4, "harmless": 0.5, "disclosure": 0.1}

_SCENARIOS: Final = {
    "grooming": {"strangers": 5, "friends": 5, "game_team": 5, "tutor": 2, "club": 2, "relatives": 1},
    "harmless": {"strangers": 4, "friends": 4, "game_team": 4, "tutor": 2, "club": 2, "relatives": 2, "family": 3,
                 "class_mates": 2, "couple": 2, "shop": 1, "work": 1, "helpdesk": 1},
    "disclosure": {"friends": 4, "class_mates": 2, "game_team": 2, "family": 3, "relatives": 2, "tutor": 2, "club": 2},
}  # fmt: skip
_GROUPS: Final = ("game_team", "class_mates")

_MIN_LENGTH, _MEDIAN_LENGTH, _MAX_LENGTH = 6, 30, 150

FEWEST_ASKS: Final = 3
"""Fewest risky lines, or look-alikes, of a conversation with any: one or two show no course of events."""


class Schedule(NamedTuple):
    """Schedule of a conversation.

    Attributes
    ----------
    kind : str
        grooming, harmless or disclosure.
    scenario : str
        One of `grooming_risk.corpus.small_talk.SCENARIOS`.
    length : int
        Target number of messages.
    others : int
        Number of further speakers.
    late : float
        Share of sittings that begin between ten at night and three.
    asks : tuple of str
        Pattern of each risky line or look-alike in order, or ``"disclosure"`` for each disclosure.
    first_ask : float
        Share of the small talk before the first ask.
    """

    kind: str
    scenario: str
    length: int
    others: int
    late: float
    asks: tuple[str, ...]
    first_ask: float


def draw_schedule(random: Random) -> Schedule:
    """Draw one schedule.

    Examples
    --------
    >>> draw_schedule(Random(0)) == draw_schedule(Random(0))
    True
    """
    kind = _weighted(random, KIND_SHARES)
    scenario = _weighted(random, _SCENARIOS[kind])
    length = int(_MEDIAN_LENGTH * math.exp(random.gauss(0, 0.7)))
    length = min(max(length, _MIN_LENGTH), _MAX_LENGTH)
    others = random.choice((0, 0, 1, 2, 3)) if scenario in _GROUPS else 0
    return Schedule(kind, scenario, length, others, random.random(), _asks(kind, length, random), random.random() ** 2)


def _asks(kind: str, length: int, random: Random) -> tuple[str, ...]:
    if kind == "disclosure":
        return ("disclosure",) * random.randint(1, 4)
    if kind == "harmless" and random.random() < 0.3:
        return ()
    count = max(FEWEST_ASKS, round(length * random.uniform(0.04, 0.35)))
    begin = random.uniform(0, 0.6)
    end = random.uniform(begin, 1)  # not every chat comes to the last stage, and some begin with it
    steps = (begin + (end - begin) * number / max(count - 1, 1) for number in range(count))
    return tuple(_weighted(random, STAGE_WEIGHTS[min(int(step * 3), 2)]) for step in steps)


def _weighted(random: Random, weights: dict[str, int] | dict[str, float]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]
