"""Tables of the metrics of conversations against real harmless chats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from grooming_risk.evaluation.metric_table import MetricTable, between, level_table, under, word

_THRESHOLDS: Final = {"medium": "medium", "high": "high", "1_in_100": "1 in 100", "1_in_1000": "1 in 1,000"}
_FOUND: Final = ("recall", "harmless_alarmed", "disclosures_alarmed", "before_first_overt_ask", "share_read")


def real_chat_tables(metrics: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[MetricTable]:
    """Yield the tables of ``against_real``: alarms on real chats, recall at their rates, flood, chats in a row."""
    intervals, shown = under("against_real", intervals), tuple(_THRESHOLDS.values())
    rows = [
        (name, word(metrics["alarmed"][key], 4), between(intervals.get(f"alarmed.{key}"), 4))
        for key, name in _THRESHOLDS.items()
    ]
    if (asked := metrics.get("asked_for_help")) is not None:
        rows.append(("asks for help", word(asked, 4), between(intervals.get("asked_for_help"), 4)))
    note = f"{metrics['n']:,} chats of {metrics['messages']:,} messages that no model and no level has seen"
    yield MetricTable("real harmless chats alarmed", ("at", "share", "95%"), rows, note)
    rates = {name: metrics[name] for name in ("1_in_100", "1_in_1000")}
    title = "conversations alarmed where so many real chats are"
    yield level_table(title, rates, _FOUND, intervals, headings={name: f"at {_THRESHOLDS[name]}" for name in rates})
    flood = {name.replace("_", " "): found for name, found in metrics["flood"].items() if name != "n"}
    shares = [(name, *(word(found.get(key)) for key in _THRESHOLDS), word(found.get("kept_medium"), none=""))
              for name, found in flood.items()]  # fmt: skip
    note = f"{metrics['flood']['n']:,} conversations"
    header = ("harmless messages before each risky one", *shown, "kept at medium")
    yield MetricTable("flood, grooming conversations alarmed", header, shares, note)
    long = [(name.replace("_", " "), f"{row['n']:,}", *(word(row[key]) for key in _THRESHOLDS))
            for name, row in metrics["in_a_row"].items()]  # fmt: skip
    yield MetricTable("real chats in a row, share of rows alarmed", ("row of", "rows", *shown), long)
