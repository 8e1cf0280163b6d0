"""Shows the thresholds of a site on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from grooming_risk.cli.counted import counted
from grooming_risk.cli.number_table import NumberTable
from grooming_risk.cli.terminal import stdout_console
from grooming_risk.model.site import Site, Threshold

_MILLION = 1_000_000


def print_site(site: Site, days: float | None = None) -> None:
    """Print the thresholds of a site and the alerts to expect: a day, or in a thousand without `days`."""
    console = stdout_console()
    shown: dict[str, Threshold] = {}
    if site.messages:
        shown |= {**site.levels, **site.patterns}
        console.print(_messages(site))
        console.print("An alert is a message at medium or above. sample: how many of its messages reach the threshold.")
    else:
        console.print("Thresholds of messages are the model's, or set by hand: no sample set them.")
    if site.conversations:
        shown |= {f"conversations {level}": threshold for level, threshold in site.conversations.items()}
        console.print(_conversations(site, site.conversations, days))
        console.print("A conversation is to be opened at medium or above. Cries for help come on top.")
    if any(threshold.extrapolated for threshold in shown.values()):
        console.print(
            "extrapolated: fewer than ten texts, or conversations, reach it, so a tail fitted to the highest scores "
            "set it."
        )
    if site.observe_only:
        console.print("observe only: conversations report levels and raise no alert.")


def _messages(site: Site) -> NumberTable:
    table = _table(
        f"alerts per million messages, from {counted(site.messages, 'message')} "
        f"({counted(site.texts, 'different text')})",
        ("threshold", "budget", "expected", "95% interval", "sample"),
    )
    for name, threshold in {**site.levels, **site.patterns}.items():
        value, *others = _cells(threshold)
        budget = "" if threshold.budget is None else f"{threshold.budget:,g}"
        table.add_row(name, value, budget, *others, style="bold" if name == "medium" else "")
    return table


def _conversations(site: Site, levels: Mapping[str, Threshold], days: float | None) -> NumberTable:
    sample = f"from {counted(site.chats, 'conversation')}"
    unit, scale, title = "in a thousand", 1000 / _MILLION, f"conversations in a thousand, {sample}"
    if days is not None:
        unit, scale, title = "a day", site.chats / days / _MILLION, f"conversations a day, {sample} of {days:.1f} days"
    table = _table(title, ("risk from", unit, "95% interval", "sample"))
    for level, one in levels.items():
        table.add_row(level, *_cells(one, scale, ".4g"), style="bold" if level == "medium" else "")
    return table


def _table(title: str, header: tuple[str, ...]) -> NumberTable:
    table = NumberTable(title, ("", *header), gap=1)
    table.add_column("")
    return table


def _cells(threshold: Threshold, scale: float = 1, digits: str = ".4f") -> tuple[str, ...]:
    """Return the threshold, the expected alerts, their interval, and how many of the sample reach it."""
    value = f"{threshold.value:{digits}}"
    if threshold.budget is None or threshold.expected is None or threshold.interval is None:
        return (value, "", "", "", "by hand")
    said = "extrapolated" if threshold.extrapolated else ""
    expected, low, high = (_figure(number * scale) for number in (threshold.expected, *threshold.interval))
    return (value, expected, f"{low} to {high}", f"{threshold.reached:,}", said)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
