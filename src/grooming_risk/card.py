"""Renders the model card from what training measured."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any, Final

from grooming_risk.artifact import Artifact
from grooming_risk.figures import flat_figures

_TEMPLATE: Final = Path(__file__).with_name("card.md")


def render_card(artifact: Artifact) -> str:
    """Return the model card in Markdown.

    Parameters
    ----------
    artifact : Artifact
        With the figures on held-out messages in its ``info["held_out"]``.

    Returns
    -------
    str
        Six parts: purpose, input, output, limitations, requirements, best practices.
    """
    info = artifact.info
    training = info["training"]
    budgets = info["settings"]["budgets"]
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        share_grooming=f"{training['share_grooming']:.0%}",
        levels=", ".join(f"{level} one in {round(1 / share):,}" for level, share in budgets.items()),
        messages=f"{training['messages']:,}",
        lines=f"{training['lines']:,}",
        terms=f"{training['terms']:,}",
        conversations=f"{training['conversations']:,}",
        conversation_levels=", ".join(
            f"{level} one in {round(1 / share):,}" for level, share in info["settings"]["conversation_budgets"].items()
        ),
        roles=", ".join(
            f"{pair.replace(' ', ' to ')} {shift:+.2f}" for pair, shift in artifact.conversation.roles.items()
        ),
        recommended=_recommended(artifact.thresholds, info["recommended"]),
        figures=_figures(info["held_out"]),
        conversation_figures=_conversation_figures(info["held_out"]),
        corpus_sha256=info["corpus_sha256"],
        settings_sha256=info["settings_sha256"],
        libraries=", ".join(f"{name} {version}" for name, version in info["libraries"].items()),
    )


def _recommended(thresholds: Mapping[str, Mapping[str, Any]], figures: Mapping[str, Any]) -> str:
    header = ["pattern", "best F1", "high precision", "precision", "recall", "high recall", "precision", "recall"]
    rows = [header, ["---"] * len(header)]
    for name, values in thresholds["recommended"].items():
        cells = [name, f"{thresholds['patterns'][name]:.4f}"]
        for kind, value in values.items():
            reached = figures[name][kind]
            cells += [f"{value:.4f}{'' if reached['as_wanted'] else '*'}", reached["precision"], reached["recall"]]
        rows.append(cells)
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def _figures(held_out: Mapping[str, Any]) -> str:
    names = {
        "auc_look_alikes": "ROC-AUC, grooming against look-alikes",
        "auc_everyday": "ROC-AUC, grooming against everyday chat",
        **{
            f"recall_at_false_alarm_rate.{rate}": f"recall at {rate} false alarms on {held_out['harmless']['source']}"
            for rate in held_out["recall_at_false_alarm_rate"]
        },
        "average_precision.mean": "mean average precision over the patterns",
        **{
            f"average_precision.{name}": f"average precision, {name}"
            for name in held_out["average_precision"]
            if name not in ("mean", "risk")
        },
        "brier": "Brier score of the risk",
        "source_artefact.auc": "ROC-AUC of length and punctuation alone (0.5: the labels do not show in them)",
        **{
            f"levels.{level}.alerts_per_million": f"alerts at {level} in a million of these harmless messages"
            for level in held_out["levels"]
        },
        **{
            f"flagged.{level}.{kind}": f"share of {kind} at {level} or above"
            for level, shares in held_out["flagged"].items()
            for kind in shares
            if kind != "harmless"
        },
    }
    counts = ", ".join(f"{count} {kind}" for kind, count in held_out["messages"].items())
    figures = dict(flat_figures(held_out))
    rows = [(label, figures[name], held_out["intervals"].get(name)) for name, label in names.items()]
    return _table([("messages", counts, None), *rows])


def _conversation_figures(held_out: Mapping[str, Any]) -> str:
    intervals = held_out["intervals"]
    return _table(
        (name, value, intervals.get(f"conversations.{name}")) for name, value in flat_figures(held_out["conversations"])
    )


def _table(rows: Iterable[tuple[str, Any, Any]]) -> str:
    shown = (
        f"| {name} | {'too few' if value is None else value} | {'{} to {}'.format(*bounds) if bounds else ''} |"
        for name, value, bounds in rows
    )
    return "\n".join(["| figure | value | 95% interval |", "| --- | --- | --- |", *shown])
