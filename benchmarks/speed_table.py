"""A table of costs by row, state and competitor, for the console and for a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rich.box import SIMPLE
from rich.table import Table
from sights import AGAIN, FIRST, Sights

OURS = "grooming_risk"

_UNITS = (("s", 1.0), ("ms", 1e-3), ("us", 1e-6))


def duration(seconds: float) -> str:
    """Return a time with two significant digits, and its unit."""
    unit, size = next(((unit, size) for unit, size in _UNITS if seconds >= size), _UNITS[-1])
    return f"{shown(seconds / size)} {unit}"


def shown(number: float) -> str:
    """Return a number with two significant digits."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


@dataclass
class SpeedTable:
    """Costs of one kind in one run.

    Attributes
    ----------
    title, unit : str
        What was measured, and what the cost of ours counts.
    cost : callable
        Returns a cost as text.
    costs : dict
        By row and state: the cost by competitor; lower is better.
    """

    title: str
    unit: str
    cost: Callable[[float], str] = duration
    costs: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)

    def add(self, row: str, state: str, who: str, cost: float) -> None:
        """Keep a cost."""
        self.costs.setdefault((row, state), {})[who] = cost

    def add_sights(
        self, row: str, who: str, times: Sights, middle: Callable[[list[float]], float], size: int = 1
    ) -> None:
        """Keep both states of a call on `size` messages, by an average of its times."""
        self.add(row, FIRST, who, middle(times.first) / size)
        self.add(row, AGAIN, who, middle(times.again) / size)

    def ratio(self, row: str, state: str, who: str) -> float:
        """Return a cost as a multiple of ours."""
        return self.costs[row, state][who] / self.costs[row, state][OURS]

    @property
    def others(self) -> list[str]:
        """Names of the others."""
        return list(dict.fromkeys(who for costs in self.costs.values() for who in costs if who != OURS))

    @property
    def headings(self) -> list[str]:
        """Headings of the columns."""
        return ["", "state", *self.others, f"{OURS}: {self.unit}"]

    def rows(self) -> list[list[str]]:
        """Return row, state, the costs of the others as multiples of ours, and our cost."""
        found = sorted(self.costs, key=lambda place: [row for row, _ in self.costs].index(place[0]))
        return [
            [row, state, *self._ratios(row, state), self.cost(self.costs[row, state][OURS])]
            for row, state in found
            if OURS in self.costs[row, state]
        ]

    def _ratios(self, row: str, state: str) -> list[str]:
        return [shown(self.ratio(row, state, who)) if who in self.costs[row, state] else "" for who in self.others]

    def console(self) -> Table:
        """Return the table for the console."""
        table = Table(title=self.title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
        for number, heading in enumerate(self.headings):
            table.add_column(heading, justify="left" if number < 2 else "right", overflow="fold")
        for row in self.rows():
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        """Return the table with its title, in Markdown."""
        ruler = ["---", "---", *["--:"] * (len(self.headings) - 2)]
        rows = "\n".join(f"| {' | '.join(row)} |" for row in (self.headings, ruler, *self.rows()))
        return f"### {self.title}\n\n{rows}"
