"""Model card from the metrics of training."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any, Final

from grooming_risk.evaluation.language_tables import language_tables
from grooming_risk.labels import DISCLOSURE, LEVELS
from grooming_risk.metrics.nested import flat_figures
from grooming_risk.model.artifact import TRIAL, Artifact

NOT_MEASURED: Final = "Not measured."
_TEMPLATE: Final = Path(__file__).with_name("card.md")


def render_card(artifact: Artifact) -> str:
    """Return the model card of an artifact in Markdown; its ``info`` has what training measured."""
    info, rule = artifact.info, artifact.conversation
    held_out = info.get("held_out")
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        _training(info),
        notice=f"\n**For trying out only**: {info[TRIAL]}.\n" if TRIAL in info else "",
        base_rate=_one_in(artifact.base_rate),
        roles=", ".join(f"{pair.replace(' ', ' to ')} {shift:+.2f}" for pair, shift in rule.roles.items()),
        chat_levels=_budgets(info["conversation"]["budgets"]),
        floor=f"{rule.floor:g}",
        flood=info["conversation"]["flood"],
        row=info["conversation"]["row"],
        floors=_floors(info["conversation"]["floors"]),
        recommended=_recommended(artifact.thresholds, info["recommended"]),
        unseen_authors=_unseen_authors(info.get("unseen_authors")),
        voices=_voices(info.get("unseen_authors")),
        languages=languages_table(info) or "None.",
        figures=_message_metrics(held_out) if held_out else NOT_MEASURED,
        conversation_figures=_conversation_metrics(held_out) if held_out else NOT_MEASURED,
    )


def _training(info: Mapping[str, Any]) -> dict[str, str]:
    training, background, budgets = info["training"], info["training"]["background"], info["settings"]["budgets"]
    mix = ", ".join(f"{share:.0%} {kind.replace('_', '-')}" for kind, share in info["mix"].items())
    return {
        "levels": _budgets(budgets),
        "mix": f"a mix of {mix} lines and {1 - sum(info['mix'].values()):.0%} real harmless chat",
        "disclosure_budget": f"{round(1 / budgets[DISCLOSURE]):,}",
        **{name: f"{training[name]:,}" for name in ("lines", "authors", "terms")},
        "background": f"{background['messages']:,}",
        "package": background["package"],
        "package_kind": background["kind"],
        "package_licence": background["licence"],
        "corpus_sha256": info["corpus_sha256"],
        "settings_sha256": info["settings_sha256"],
        "libraries": ", ".join(f"{name} {version}" for name, version in info["libraries"].items()),
    }


def _table(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (header, ["---"] * len(header), *rows))


def _one_in(share: float) -> str:
    return f"1 in {round(1 / share):,}"


def _budgets(shares: Mapping[str, float]) -> str:
    return ", ".join(f"{level} {_one_in(shares[level])}" for level in LEVELS[1:])


def _floors(floors: Mapping[str, Mapping[str, float]]) -> str:
    cells = ("{found:.2f}, {found_rare:.2f}", "{flooded:.2f}, {flooded_rare:.2f}", "{rows:.0%}")
    rows = ((floor, *(cell.format(**shares) for cell in cells)) for floor, shares in floors.items())
    return _table(("floor", "found", "flooded", "chats in a row"), rows)


def _unseen_authors(found: Mapping[str, Any] | None) -> str:
    if not found:
        return NOT_MEASURED
    columns = ("mean", "lowest", "highest", "spread")
    metrics = [dict(flat_figures(found[column])) for column in columns]
    rows = [
        (_title(name), *("" if (value := column[name]) is None else f"{value:.3f}" for column in metrics))
        for name in metrics[0]
    ]
    table = _table(("figure", *columns), rows)
    curve = "; ".join(
        f"{point['authors']} authors: {' and '.join(f'{share:.2f}' for share in point['found'].values())}"
        for point in found.get("curve", {}).values()
    )
    count = f"Over {len(found['authors'])} authors with enough grooming lines."
    return f"{table}\n\n{count}" + (f" More authors find more (at 1 in 100 and 1 in 1,000): {curve}." if curve else "")


def languages_table(info: Mapping[str, Any]) -> str:
    """Return the figures of the languages besides English as a table in Markdown with its note; empty without any."""
    if not info.get("languages"):
        return ""
    (table,) = language_tables({"by_language": info["languages"]}, {})
    return f"{_table(table.header, table.rows)}\n\n{table.note}"


def in_a_paragraph(info: Mapping[str, Any]) -> str:
    """Return the recall on unseen authors and the alerts of a model, from its ``info``, in a few sentences."""
    found, held_out = info["unseen_authors"], info["held_out"]
    mean, low, high = (found[column] for column in ("mean", "lowest", "highest"))
    source = next(iter(mean["found"]))
    shares = ", ".join(
        f"{share:.0%} ({low['found'][source][rate]:.0%} to {high['found'][source][rate]:.0%}) at {_one_in(float(rate))}"
        for rate, share in sorted(mean["found"][source].items(), key=lambda item: -float(item[0]))
    )
    alerts = ", ".join(f"{held_out['levels'][level]['alerts_per_million']:,.0f} at {level}" for level in LEVELS[1:])
    return (
        f"Of single grooming lines by {len(found['authors'])} authors, each left out of training in turn, it finds on "
        f"average (lowest to highest author) {shares} false alarms on real chat that it has not read. ROC-AUC against "
        f"the authors' own look-alikes is {mean['auc_look_alikes']:.2f}, mean average precision of the patterns "
        f"{mean['average_precision']:.2f}, of disclosure {mean[DISCLOSURE]:.2f}. A million messages of that chat raise "
        f"{alerts} or above."
    )


def _title(name: str) -> str:
    """Return the words for a metric over unseen authors."""
    part, _, rest = name.partition(".")
    if part == "found":
        source, _, rate = rest.partition(".")
        return f"found at {_one_in(float(rate))} of the {source}"
    titles = {"auc_look_alikes": "ROC-AUC against the author's look-alikes", "average_precision":
              "mean average precision over the patterns", DISCLOSURE: "average precision of disclosure"}  # fmt: skip
    return titles[part]


def _voices(found: Mapping[str, Any] | None) -> str:
    """Name the voices that are alarmed more than twice as often as the mean."""
    voices = (found or {}).get("voices")
    if not voices:
        return "Fairness towards groups, dialects and learners of English is unmeasured."
    mean = sum(voice["everyday"] for voice in voices.values()) / len(voices)
    over = "; ".join(
        f"{name} ({voice['everyday']:.1%} of {voice['n_everyday']} lines, 95% interval {voice['interval'][0]:.1%} to "
        f"{voice['interval'][1]:.1%}"
        + ("; one line, too few to tell)" if round(voice["everyday"] * voice["n_everyday"]) == 1 else ")")
        for name, voice in voices.items()
        if voice["everyday"] > 2 * mean
    )
    said = f"Everyday lines of {len(voices)} voices, their authors unseen, reach medium in {mean:.1%} on average."
    return said + (f" More than twice as often: {over}." if over else " No voice does so more than twice as often.")


def _recommended(thresholds: Mapping[str, Mapping[str, Any]], metrics: Mapping[str, Any]) -> str:
    rows = []
    for name, values in thresholds["recommended"].items():
        cells = [name]
        for kind, value in values.items():
            reached = metrics[name][kind]
            cells += [f"{value:.4f}{'' if reached['as_wanted'] else '*'}", reached["precision"], reached["recall"]]
        rows.append(cells)
    return _table(("pattern", "high precision", "precision", "recall", "high recall", "precision", "recall"), rows)


def _message_metrics(held_out: Mapping[str, Any]) -> str:
    counts = ", ".join(f"{count} {kind}" for kind, count in held_out["messages"].items())
    metrics = dict(flat_figures(held_out))
    rows = [(title, metrics[name], held_out["intervals"].get(name)) for name, title in _titles(held_out).items()]
    return _with_intervals([("messages", counts, None), *rows])


def _titles(held_out: Mapping[str, Any]) -> dict[str, str]:
    """Return the words for the metrics of messages, in their order."""
    source, rates = held_out["harmless"]["source"], held_out["recall_at_false_alarm_rate"]
    heads = [name for name in held_out["average_precision"] if name not in ("mean", "risk")]
    alerts = "in a million of these harmless messages"
    return {
        "auc_look_alikes": "ROC-AUC, grooming against look-alikes",
        "auc_everyday": "ROC-AUC, grooming against everyday chat",
        **{f"recall_at_false_alarm_rate.{rate}": f"recall at {rate} false alarms on {source}" for rate in rates},
        "average_precision.mean": "mean average precision over the patterns",
        **{f"average_precision.{name}": f"average precision, {name}" for name in heads},
        "brier": "Brier score of the risk",
        "source_artefact.auc": "ROC-AUC of length and punctuation alone (0.5: the labels do not show in them)",
        **{f"levels.{level}.alerts_per_million": f"alerts at {level} {alerts}" for level in held_out["levels"]},
        **{
            f"flagged.{level}.{kind}": f"share of {kind} at {level} or above"
            for level, kinds in held_out["flagged"].items()
            for kind in kinds
            if kind != "harmless"
        },
    }


def _conversation_metrics(held_out: Mapping[str, Any]) -> str:
    intervals, metrics = held_out["intervals"], flat_figures(held_out["conversations"])
    return _with_intervals((name, value, intervals.get(f"conversations.{name}")) for name, value in metrics)


def _with_intervals(rows: Iterable[tuple[str, Any, Any]]) -> str:
    shown = (
        (name, "too few" if value is None else value, "{} to {}".format(*bounds) if bounds else "")
        for name, value, bounds in rows
    )
    return _table(("figure", "value", "95% interval"), shown)
