"""What the library is to reach, beside what one run has measured."""

from __future__ import annotations

from typing import NamedTuple

from sights import AGAIN, COLD, FIRST
from speed_table import OURS, SpeedTable, shown

COMPILED = "grooming_risk, compiled"
NUMPY = "import numpy"


class Goal(NamedTuple):
    """A goal: what is measured, its bound, and the measurement.

    A bound `at_least` is reached by a higher number, else by a lower one.
    """

    what: str
    bound: float
    measured: float
    at_least: bool

    @property
    def reached(self) -> bool:
        """Whether the measurement is on the right side of the bound."""
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def cells(self) -> list[str]:
        """Return the goal as a row of a table."""
        bound = f"at {'least' if self.at_least else 'most'} {shown(self.bound)}"
        return [self.what, bound, shown(self.measured), "reached" if self.reached else "short"]


def of_chat(single: SpeedTable) -> list[Goal]:
    """Return the goals of single messages."""
    ours = {state: single.costs["median", state][OURS] for state in (FIRST, AGAIN)}
    goals = [Goal("a message, first sight / again, at the median", 2, ours[FIRST] / ours[AGAIN], False)]
    if "alt-profanity-check" in single.costs["median", FIRST]:
        ratio = single.ratio("median", FIRST, "alt-profanity-check")
        goals.append(Goal("alt-profanity-check / a message, first sight, at the median", 150, ratio, True))
    return goals


def of_usual_length(single: SpeedTable, lists: SpeedTable) -> list[Goal]:
    """Return the goals of messages of about 45 characters."""
    goals = [Goal("again, at 45 characters, in us", 10, 1e6 * single.costs["median", AGAIN][OURS], False)]
    for state in (FIRST, AGAIN):
        risk, heads = lists.costs["risk", state], lists.costs["all heads", state]
        if COMPILED in risk:
            rates = {"risks": (5e5, risk[COMPILED]), "all heads": (2e5, heads[COMPILED])}
            for what, (bound, cost) in rates.items():
                goals.append(
                    Goal(f"list at 45 characters, {what}, machine code, {state}, a second", bound, 1 / cost, True)
                )
            goals.append(
                Goal(f"list of risks: one by one / machine code, {state}", 5, risk[OURS] / risk[COMPILED], True)
            )
    return goals


def of_files(files: SpeedTable, floor: str, two_processes: float) -> list[Goal]:
    """Return the goals of files: speed as a share of that of pandas, which does not score."""
    bounds = {"parquet": 1 / 2, "JSON lines": 1 / 3}
    shares = [
        Goal(f"{form}, {state}: speed / that of pandas", bound, files.ratio(form, state, floor), True)
        for form, bound in bounds.items()
        for state in (FIRST, AGAIN)
    ]
    return [*shares, Goal("files, again: two processes / one", 1.8, two_processes, True)]


def of_conversations(table: SpeedTable, score: str) -> list[Goal]:
    """Return the goals of conversations."""
    return [
        Goal(f"Conversation.add / score, {state}", 3, 1 / table.ratio("all", state, score), False)
        for state in (FIRST, AGAIN)
    ]


def of_start(cold: SpeedTable, memory: SpeedTable) -> list[Goal]:
    """Return the goals of a fresh process."""
    start = 1 / cold.ratio("one message", COLD, NUMPY)
    resident = memory.costs["one message", COLD][OURS] / 1e6
    return [
        Goal("process to its first score / import numpy", 1.5, start, False),
        Goal("resident after the first score, in MB", 45, resident, False),
    ]
