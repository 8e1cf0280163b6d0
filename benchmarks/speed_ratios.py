"""Collects the measurements of the speed benchmarks and shows them as ratios."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from rich.box import SIMPLE
from rich.table import Table

OURS = "grooming_risk"

_TEMPLATE = Path(__file__).with_name("speed_page.md")

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
        By scenario and competitor: seconds, or another cost; lower is better.
    of_ours : dict of str to float
        Costs of this library as multiples of another of its costs.
    """

    measured: dict[str, dict[str, float]] = field(default_factory=dict)
    of_ours: dict[str, float] = field(default_factory=dict)

    def add(self, scenario: str, who: str, cost: float) -> None:
        """Keep a cost."""
        self.measured.setdefault(scenario, {})[who] = cost

    @property
    def everybody(self) -> list[str]:
        """Names of the others."""
        return list(dict.fromkeys(who for costs in self.measured.values() for who in costs if who != OURS))

    def rows(self) -> list[list[str]]:
        """Return the name of each scenario and the costs of the others as multiples of ours."""
        return [
            [scenario, *(shown(costs[who] / costs[OURS]) if who in costs else "" for who in self.everybody)]
            for scenario, costs in self.measured.items()
            if OURS in costs
        ]

    def against_others(self) -> Table:
        """Return the costs of the others in each scenario as multiples of ours."""
        table = _table(f"cost as a multiple of that of {OURS}: above 1 is dearer", self.everybody)
        table.caption, table.caption_justify = _CAPTION, "left"
        for row in self.rows():
            table.add_row(*row)
        return table

    def page(self, command: str) -> str:
        """Return both tables as a page in Markdown; `command` made them."""
        ourselves = [[what, shown(ratio)] for what, ratio in self.of_ours.items()]
        return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
            command=command,
            others=_markdown(["", *self.everybody], self.rows()),
            ourselves=_markdown(["", "ratio"], ourselves),
        )

    def against_ourselves(self) -> Table:
        """Return costs of our calls as multiples of other calls of ours."""
        table = _table(f"{OURS} beside itself", ["ratio"])
        for what, ratio in self.of_ours.items():
            table.add_row(what, shown(ratio))
        return table


def _markdown(headings: list[str], rows: list[list[str]]) -> str:
    ruler = ["---", *["--:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, ruler, *rows))


def shown(ratio: float) -> str:
    """Return a ratio with two significant digits."""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _table(title: str, columns: list[str]) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", overflow="fold")
    return table
