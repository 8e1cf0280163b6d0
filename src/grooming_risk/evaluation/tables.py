"""Tables of the metrics of an evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from grooming_risk.evaluation.metric_table import TOO_FEW, MetricTable, between, level_table, listed, under, word
from grooming_risk.evaluation.real_chat_tables import real_chat_tables
from grooming_risk.labels import DISCLOSURE
from grooming_risk.metrics.slices import SMALL

_FLAGS: Final = ("precision", "recall", "f1", "f0.5", "f2")
_SLICE: Final = ("n", "grooming", "recall", "false_alarm_rate", "roc_auc")
_ALARMS: Final = ("medium", "high")
_MOST_SLICES: Final = 20
_HELP: Final = "asks for help"


def warnings_of(metrics: Mapping[str, Any]) -> list[str]:
    """Return what a reader of the metrics must know, in sentences."""
    found = []
    if warning := metrics.get("source_artefact", {}).get("warning"):
        found.append(warning)
    if unnamed := metrics.get("grooming_without_pattern"):
        found.append(f"{unnamed:,} grooming messages name no pattern: they are left out of the figures of patterns")
    rates = metrics.get("recall_at_false_alarm_rate", {})
    unmeasured = [rate for rate, value in rates.items() if value is None]
    if unmeasured and metrics["messages"].get("grooming"):
        found.append(
            f"{metrics['harmless']['n']:,} harmless messages are too few for a false-alarm rate of "
            f"{', '.join(unmeasured)}; give more of your own"
        )
    parts = [part for part in (metrics, metrics.get("conversations")) if isinstance(part, Mapping)]
    slices = [one for part in parts for column in part.get("slices", {}).values() for one in column.values()]
    if small := sum(one["small"] for one in slices):
        found.append(f"slices with fewer than {SMALL} cases, marked few: {small}; their figures say little")
    return found


def message_tables(metrics: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[MetricTable]:
    """Yield the tables of `grooming_risk.evaluate`."""
    names = [
        "roc_auc", "auc_look_alikes", "auc_everyday", "average_precision.risk", "average_precision.mean", "brier",
        "calibration.expected_calibration_error",
        *(f"recall_at_false_alarm_rate.{rate}" for rate in metrics["recall_at_false_alarm_rate"]),
        "source_artefact.auc",
    ]  # fmt: skip
    yield listed("messages", metrics, intervals, names, _counted(metrics["messages"]))
    yield level_table("messages at a level or above", metrics["levels"], _FLAGS, under("levels", intervals))
    yield _alert_table(metrics, intervals)
    yield _kind_table(metrics["flagged"] | ({_HELP: asking} if (asking := metrics[DISCLOSURE].get("asking")) else {}))
    yield _pattern_table(metrics)
    slices = {column: parts for column, parts in metrics["slices"].items() if column != "kind"}
    yield _slice_table("slices of the messages, flagged at medium or above", slices)


def _alert_table(metrics: Mapping[str, Any], intervals: Mapping[str, Any]) -> MetricTable:
    rows, found_at = [], {f"levels.{level}": (level, found) for level, found in metrics["levels"].items()}
    if "alerts_per_million" in metrics[DISCLOSURE]:
        found_at[DISCLOSURE] = (_HELP, metrics[DISCLOSURE])
    for name, (level, found) in found_at.items():
        low, high = intervals.get(f"{name}.alerts_per_million", (None, None))
        alerts = (TOO_FEW, "") if low is None else (f"{found['alerts_per_million']:,.0f}", f"{low:,.0f} to {high:,.0f}")
        rows.append((level, word(found["threshold"]), *alerts))
    note = f"on {metrics['harmless']['n']:,}: {metrics['harmless']['source']}"
    return MetricTable("alerts in a million harmless messages", ("level", "from", "alerts", "95%"), rows, note)


def _kind_table(flagged: Mapping[str, Mapping[str, float]]) -> MetricTable:
    rows = [(kind, *(word(flagged[level][kind], 4) for level in flagged)) for kind in next(iter(flagged.values()))]
    return MetricTable("share of each kind at a level or above", ("kind", *flagged), rows)


def _pattern_table(metrics: Mapping[str, Any]) -> MetricTable:
    names = ("support", *_FLAGS, "average_precision", "roc_auc")
    heads = {**metrics["patterns"], DISCLOSURE: metrics[DISCLOSURE]}
    rows = [(head, *(word(found[name]) for name in names)) for head, found in heads.items() if found["support"]]
    header = ("pattern", "n", "precision", "recall", "F1", "F0.5", "F2", "PR-AUC", "ROC-AUC")
    absent = [head for head, found in heads.items() if not found["support"]]
    note = f"no message carries {', '.join(absent)}" if absent else ""
    return MetricTable("patterns, each at the model's threshold", header, rows, note)


def conversation_tables(metrics: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[MetricTable]:
    """Yield the tables of `grooming_risk.evaluate_conversations`."""
    note = f"{_counted(metrics['conversations'])}; ROC-AUC of the highest risk {word(metrics['auc'])}"
    if "auc" in intervals:
        note += f" ({between(intervals['auc'])})"
    levels = {level: metrics[level] for level in _ALARMS}
    if alarmed := metrics.get("alarmed_from"):
        bounds = ", ".join(f"{level} from risk {alarmed[level]:.4g}" for level in _ALARMS)
        note += f"; levels of the {alarmed['levels_of']}: {bounds}"
    names = [name for name in metrics["medium"] if name != "recall_by_scenario"]
    yield level_table("conversations alarmed at a level or above", levels, names, intervals, note)
    if asked := metrics.get("asked_for_help"):
        yield _help_table(asked, intervals)
    if "against_real" in metrics:
        yield from real_chat_tables(metrics["against_real"], intervals)
    yield _slice_table("slices of the conversations, alarmed at medium or above", metrics["slices"])


def _help_table(asked: Mapping[str, float], intervals: Mapping[str, Any]) -> MetricTable:
    rows = [(kind, word(share), between(intervals.get(f"asked_for_help.{kind}"))) for kind, share in asked.items()]
    return MetricTable("conversations in which somebody is taken to ask for help", ("kind", "share", "95%"), rows)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in counts.items())


def _slice_table(title: str, slices: Mapping[str, Any]) -> MetricTable:
    rows = [row for column, parts in slices.items() for row in _slice_rows(column, parts)]
    return MetricTable(title, ("slice", "n", "grooming", "recall", "false alarms", "ROC-AUC", "note"), rows)


def _slice_rows(column: str, parts: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    largest = sorted(parts, key=lambda name: -parts[name]["n"])[:_MOST_SLICES]
    for name, one in parts.items():
        if name in largest:
            cells = (word(one[metric], none="") for metric in _SLICE)
            yield (f"{column} {name}", *cells, "few" if one["small"] else "")
    if more := len(parts) - len(largest):
        yield (f"{column}: {more:,} smaller ones in the JSON", *[""] * (len(_SLICE) + 1))


def attack_tables(metrics: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[MetricTable]:
    """Yield the table of `grooming_risk.evaluate_attacks`."""
    attacks, intervals = metrics["attacks"], under("attacks", intervals)
    names = list(dict.fromkeys(name for found in attacks.values() for name in found))
    drawn = [name for name in names if any(f"{attack}.{name}" in intervals for attack in attacks)]
    rows = []
    for attack, found in attacks.items():
        cells = [attack]
        for name in names:
            cells += [word(found.get(name)), between(intervals.get(f"{attack}.{name}"), 2)][: 1 + (name in drawn)]
        rows.append(tuple(cells))
    header = ("attack", *(cell for name in names for cell in (name.replace("_", " "), "95%")[: 1 + (name in drawn)]))
    before = ", ".join(f"{word(found['recall'])} at {level}" for level, found in metrics["unattacked"].items())
    note = f"recall without an attack: {before}; false alarms among {metrics['harmless']:,} harmless messages"
    yield MetricTable("attacks, what is still found and what is alarmed by mistake", header, rows, note)
