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
        figures=_figures(info["held_out"]),
        conversation_figures=_conversation_figures(info["held_out"]["conversations"]),
        corpus_sha256=info["corpus_sha256"],
        settings_sha256=info["settings_sha256"],
        libraries=", ".join(f"{name} {version}" for name, version in info["libraries"].items()),
    )


def _figures(held_out: Mapping[str, Any]) -> str:
    recall = held_out["recall_at_false_alarm_rate"]
    precision = held_out["average_precision"]
    rows = {
        "messages": ", ".join(f"{count} {kind}" for kind, count in held_out["messages"].items()),
        "ROC-AUC, grooming against look-alikes": held_out["auc_look_alikes"],
        "ROC-AUC, grooming against everyday chat": held_out["auc_everyday"],
        **{f"recall at {rate} false alarms on everyday chat": value for rate, value in recall.items()},
        "mean average precision over the patterns": precision["mean"],
        **{f"average precision, {name}": value for name, value in precision.items() if name != "mean"},
        "Brier score of the risk": held_out["brier"],
        **{
            f"share of {kind} at {level} or above": share
            for level, shares in held_out["flagged"].items()
            for kind, share in shares.items()
            if kind != "harmless"
        },
    }
    return _table(rows.items())


def _conversation_figures(figures: Mapping[str, Any]) -> str:
    return _table(flat_figures(figures))


def _table(rows: Iterable[tuple[str, Any]]) -> str:
    shown = (f"| {name} | {'too few' if value is None else value} |" for name, value in rows)
    return "\n".join(["| figure | value |", "| --- | --- |", *shown])
