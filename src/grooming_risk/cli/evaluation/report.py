"""``grooming-risk report``: measures a model and writes what was found as one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import click

from grooming_risk._resources import resource_folder
from grooming_risk.cli.evaluation.evaluate import attacked
from grooming_risk.cli.options import IN_FILE, OUT_FILE, model_option, read_texts, site_option
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.reading import layout_options
from grooming_risk.cli.terminal import tell
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.layout import Layout
from grooming_risk.scoring.scorer import Scorer, load_model

if TYPE_CHECKING:
    import pandas as pd

    from grooming_risk.evaluation.result import Evaluation


class _Material(NamedTuple):
    """The data to measure on, and its names."""

    messages: pd.DataFrame
    chats: pd.DataFrame
    benign: list[str]
    source: str
    benign_source: str


@click.command(short_help="Measure a model and write a page about it.")
@click.option("-o", "--output", type=OUT_FILE, required=True, help="Page to write.")
@model_option
@site_option
@click.option("--data", type=IN_FILE, help="Labelled messages of your own; the shipped held-out split if not given.")
@click.option("--label", metavar="FIELD", help="Field of --data with 1 or true for grooming, 0 or false for the rest.")
@click.option("--benign", type=IN_FILE, help="Harmless messages of your own, to measure false alarms on.")
@click.option("--column", default="text", show_default=True, help="Field that holds the message, in both files.")
@layout_options
@click.option("--attacks/--no-attacks", default=True, show_default=True, help="Measure what attempts to hide cost.")
def report(
    output: Path, folder: Path | None, site: Path | None, data: Path | None, label: str | None, benign: Path | None,
    column: str, layout: Layout, attacks: bool,
) -> None:  # fmt: skip
    """Measure a model and write a page about it: figures, plots, its card and datasheet, to read or to print."""
    from grooming_risk.reporting.page import render_report

    model = load_model(folder, site=site)
    material = _material(data, label, benign, column, layout)
    messages, chats, hidden = _measure(model, material, attacks=attacks)
    page = render_report(
        messages,
        chats,
        model=model,
        source=material.source,
        attacks=hidden,
        card=_document(folder or resource_folder("models") / "default", "README.md"),
        datasheet=_document(resource_folder("data/synthetic"), "DATASHEET.md"),
    )
    write_whole(output, page)
    tell(f"wrote {output}")


def _material(data: Path | None, label: str | None, benign: Path | None, column: str, layout: Layout) -> _Material:
    """Read the data; without further harmless messages take real chat."""
    from grooming_risk.corpus.background.chat import chat_messages
    from grooming_risk.corpus.labelled import read_labelled
    from grooming_risk.corpus.load import load_conversations, load_corpus

    chats = load_conversations("held_out")
    if data:
        frame = read_labelled(data, text=column, label=label, layout=layout)
        source = f"the messages of {data.name}, and the conversations of the shipped held-out split"
    else:
        frame, source = load_corpus("held_out"), "the shipped held-out split: synthetic messages and conversations"
    if benign:
        return _Material(frame, chats, read_texts(benign, column, layout), source, f"messages of {benign.name}")
    if data:
        return _Material(frame, chats, [], source, "")
    return _Material(frame, chats, chat_messages("test"), source, "the test part of the real chat")


def _measure(model: Scorer, material: _Material, *, attacks: bool) -> tuple[Evaluation, Evaluation, Evaluation | None]:
    from grooming_risk.evaluation.conversations import evaluate_conversations
    from grooming_risk.evaluation.messages import evaluate
    from grooming_risk.evaluation.result import Evaluation

    messages = evaluate(
        material.messages,
        model=model,
        benign_texts=material.benign,
        benign_source=material.benign_source,
        progress=progress_bar("messages"),
    )
    if unseen := model.info.get("unseen_authors"):
        messages = messages.joined(unseen_authors=Evaluation.from_dict(cast("dict[str, Any]", unseen)))
    chats = evaluate_conversations(material.chats, model=model, progress=progress_bar("conversations"))
    hidden = attacked(material.messages, material.benign, "attempts to hide", model=model) if attacks else None
    return messages, chats, hidden


def _document(folder: Path, name: str) -> str:
    path = folder / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
