"""Collects what the speed benchmarks measure and shows it as ratios."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.box import SIMPLE
from rich.table import Table

OURS = "grooming_risk"

_CAPTION = (
    "scikit-learn: the same model as a chain of features, linear head and calibration; folded: the calibration in the "
    "weights of the head; both read a message as a whole, without windows. re.findall: the words alone, no score."
)


@dataclass
class SpeedRatios:
    """Measurements of one run.

    Attributes
    ----------
    measured : dict of str to dict of str to float
        Scenario, then who: seconds, or another cost; lower is better.
    of_ours : dict of str to float
        Costs of this library as multiples of another cost of its own.
    """

    measured: dict[str, dict[str, float]] = field(default_factory=dict)
    of_ours: dict[str, float] = field(default_factory=dict)

    def add(self, scenario: str, who: str, cost: float) -> None:
        """Keep a cost."""
        self.measured.setdefault(scenario, {})[who] = cost

    def against_others(self) -> Table:
        """Return the costs of the others in each scenario as multiples of ours."""
        everybody = list(dict.fromkeys(who for costs in self.measured.values() for who in costs if who != OURS))
        table = _table(f"cost as a multiple of that of {OURS}: above 1 is dearer", everybody)
        table.caption, table.caption_justify = _CAPTION, "left"
        for scenario, costs in self.measured.items():
            if OURS in costs:
                table.add_row(scenario, *(shown(costs[who] / costs[OURS]) if who in costs else "" for who in everybody))
        return table

    def against_ourselves(self) -> Table:
        """Return what some of our calls cost beside others of ours."""
        table = _table(f"{OURS} beside itself", ["ratio"])
        for what, ratio in self.of_ours.items():
            table.add_row(what, shown(ratio))
        return table


def shown(ratio: float) -> str:
    """Return a ratio with two digits that count."""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _table(title: str, columns: list[str]) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", overflow="fold")
    return table
