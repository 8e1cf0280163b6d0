"""The figures of conversations against real harmless chats as tables of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from grooming_risk.evaluation.metric_table import FigureTable, between, level_table, under, word

_MARKS: Final = {"medium": "medium", "high": "high", "1_in_100": "1 in 100", "1_in_1000": "1 in 1,000"}
_FOUND: Final = ("recall", "harmless_alarmed", "disclosures_alarmed", "before_first_overt_ask", "share_read")


def real_chat_tables(figures: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[FigureTable]:
    """Yield the tables of ``against_real``: alarms on real chats, what is found at their rates, flood, rows."""
    rows = [
        (shown, word(figures["alarmed"][name], 4), between(intervals.get(f"against_real.alarmed.{name}"), 4))
        for name, shown in _MARKS.items()
    ]
    note = f"{figures['n']:,} chats of {figures['messages']:,} messages that no model and no level has seen"
    yield FigureTable("real harmless chats alarmed", ("at", "share", "95%"), rows, note)
    rates = {name: figures[name] for name in ("1_in_100", "1_in_1000")}
    title = "conversations alarmed where so many real chats are"
    headings = {name: f"at {_MARKS[name]}" for name in rates}
    yield level_table(title, rates, _FOUND, under("against_real", intervals), headings=headings)
    flood = figures["flood"]
    attacks = [name for name in flood if name != "n"]
    shares = [(name.replace("_", " "), *(word(flood[name].get(mark)) for mark in _MARKS),
               word(flood[name].get("kept_medium"), none="")) for name in attacks]  # fmt: skip
    header = ("harmless messages before each risky one", *_MARKS.values(), "kept at medium")
    yield FigureTable("flood, grooming conversations alarmed", header, shares, f"{flood['n']:,} conversations")
    long = [(name.replace("_", " "), f"{row['n']:,}", *(word(row[mark]) for mark in _MARKS))
            for name, row in figures["in_a_row"].items()]  # fmt: skip
    yield FigureTable("real chats in a row, share of rows alarmed", ("row of", "rows", *_MARKS.values()), long)
