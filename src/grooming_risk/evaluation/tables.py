"""The figures of an evaluation as tables of words, for whoever shows them: a terminal, a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from grooming_risk.evaluation.metric_table import TOO_FEW, FigureTable, between, level_table, listed, under, word
from grooming_risk.evaluation.real_chat_tables import real_chat_tables
from grooming_risk.labels import DISCLOSURE
from grooming_risk.metrics.slices import SMALL

_FLAGS: Final = ("precision", "recall", "f1", "f0.5", "f2")
_SLICE: Final = ("n", "grooming", "recall", "false_alarm_rate", "roc_auc")
_ALARMS: Final = ("medium", "high")
_MOST_SLICES: Final = 20


def warnings_of(figures: Mapping[str, Any]) -> list[str]:
    """Return what a reader of the figures must know, in sentences."""
    found = []
    if warning := figures.get("source_artefact", {}).get("warning"):
        found.append(warning)
    if unnamed := figures.get("grooming_without_pattern"):
        found.append(f"{unnamed:,} grooming messages name no pattern: they are left out of the figures of patterns")
    rates = figures.get("recall_at_false_alarm_rate", {})
    unmeasured = [rate for rate, value in rates.items() if value is None]
    if unmeasured and figures["messages"].get("grooming"):
        found.append(
            f"{figures['harmless']['n']:,} harmless messages are too few for a false-alarm rate of "
            f"{', '.join(unmeasured)}; give more of your own"
        )
    if small := sum(one["small"] for part in _all_slices(figures) for one in part.values()):
        found.append(f"slices with fewer than {SMALL} cases, marked few: {small}; their figures say little")
    return found


def message_tables(figures: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[FigureTable]:
    """Yield the tables of `grooming_risk.evaluate`."""
    names = [
        "roc_auc", "auc_look_alikes", "auc_everyday", "average_precision.risk", "average_precision.mean", "brier",
        "calibration.expected_calibration_error",
        *(f"recall_at_false_alarm_rate.{rate}" for rate in figures["recall_at_false_alarm_rate"]),
        "source_artefact.auc",
    ]  # fmt: skip
    yield listed("messages", figures, intervals, names, _counted(figures["messages"]))
    yield level_table("messages at a level or above", figures["levels"], _FLAGS, under("levels", intervals))
    yield _alert_table(figures, intervals)
    yield _kind_table(figures["flagged"])
    yield _pattern_table(figures)
    slices = {column: parts for column, parts in figures["slices"].items() if column != "kind"}
    yield _slice_table("slices of the messages, flagged at medium or above", slices)


def _alert_table(figures: Mapping[str, Any], intervals: Mapping[str, Any]) -> FigureTable:
    rows = []
    for level, found in figures["levels"].items():
        low, high = intervals.get(f"levels.{level}.alerts_per_million", (None, None))
        alerts = (TOO_FEW, "") if low is None else (f"{found['alerts_per_million']:,.0f}", f"{low:,.0f} to {high:,.0f}")
        rows.append((level, word(found["threshold"]), *alerts))
    note = f"on {figures['harmless']['n']:,}: {figures['harmless']['source']}"
    return FigureTable("alerts in a million harmless messages", ("level", "from risk", "alerts", "95%"), rows, note)


def _kind_table(flagged: Mapping[str, Mapping[str, float]]) -> FigureTable:
    rows = [(kind, *(word(flagged[level][kind], 4) for level in flagged)) for kind in next(iter(flagged.values()))]
    return FigureTable("share of each kind at a level or above", ("kind", *flagged), rows)


def _pattern_table(figures: Mapping[str, Any]) -> FigureTable:
    names = ("support", *_FLAGS, "average_precision", "roc_auc")
    heads = {**figures["patterns"], DISCLOSURE: figures[DISCLOSURE]}
    rows = [(head, *(word(found[name]) for name in names)) for head, found in heads.items() if found["support"]]
    header = ("pattern", "n", *_shown(_FLAGS), "PR-AUC", "ROC-AUC")
    absent = [head for head, found in heads.items() if not found["support"]]
    note = f"no message carries {', '.join(absent)}" if absent else ""
    return FigureTable("patterns, each at the model's threshold", header, rows, note)


def conversation_tables(figures: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[FigureTable]:
    """Yield the tables of `grooming_risk.evaluate_conversations`."""
    note = f"{_counted(figures['conversations'])}; ROC-AUC of the highest risk {word(figures['auc'])}"
    if "auc" in intervals:
        note += f" ({between(intervals['auc'])})"
    levels = {level: figures[level] for level in _ALARMS}
    if alarmed := figures.get("alarmed_from"):
        bounds = ", ".join(f"{level} from risk {alarmed[level]:.4g}" for level in _ALARMS)
        note += f"; levels of the {alarmed['levels_of']}: {bounds}"
    names = [name for name in figures["medium"] if name != "recall_by_scenario"]
    yield level_table("conversations alarmed at a level or above", levels, names, intervals, note)
    if "against_real" in figures:
        yield from real_chat_tables(figures["against_real"], intervals)
    yield _slice_table("slices of the conversations, alarmed at medium or above", figures["slices"])


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in counts.items())


def _slice_table(title: str, slices: Mapping[str, Any]) -> FigureTable:
    rows = [row for column, parts in slices.items() for row in _slice_rows(column, parts)]
    return FigureTable(title, ("slice", "n", "grooming", "recall", "false alarms", "ROC-AUC", "note"), rows)


def _slice_rows(column: str, parts: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    largest = sorted(parts, key=lambda name: -parts[name]["n"])[:_MOST_SLICES]
    for name, one in parts.items():
        if name in largest:
            yield (
                f"{column} {name}",
                *(word(one[figure], none="") for figure in _SLICE),
                "few" if one["small"] else "",
            )
    if more := len(parts) - len(largest):
        yield (f"{column}: {more:,} smaller ones in the JSON", *[""] * (len(_SLICE) + 1))


def attack_tables(figures: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[FigureTable]:
    """Yield the table of `grooming_risk.evaluate_attacks`."""
    attacks, intervals = figures["attacks"], under("attacks", intervals)
    names = list(dict.fromkeys(name for found in attacks.values() for name in found))
    drawn = [name for name in names if any(f"{attack}.{name}" in intervals for attack in attacks)]
    rows = []
    for attack, found in attacks.items():
        cells = [attack]
        for name in names:
            cells.append(word(found.get(name)))
            cells += [between(intervals.get(f"{attack}.{name}"), 2)] * (name in drawn)
        rows.append(tuple(cells))
    header = ("attack", *(cell for name in names for cell in (name.replace("_", " "), "95%")[: 1 + (name in drawn)]))
    before = ", ".join(f"{word(found['recall'])} at {level}" for level, found in figures["unattacked"].items())
    note = f"recall without an attack: {before}; false alarms among {figures['harmless']:,} harmless messages"
    yield FigureTable("attacks, what is still found and what is alarmed by mistake", header, rows, note)


def _all_slices(figures: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in (figures, figures.get("conversations")):
        if isinstance(part, Mapping):
            yield from part.get("slices", {}).values()


def _shown(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.capitalize() if name.startswith("f") else name for name in names)
