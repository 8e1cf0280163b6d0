"""``grooming-risk evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from grooming_risk.commands.common import FOLDER, json_option, model_option, print_evaluation
from grooming_risk.scorer import load_model


@click.command()
@model_option
@click.option("--conversations", is_flag=True, help="Measure on the conversations of the split, not on its messages.")
@click.option("--split", type=click.Choice(["train", "validation", "held_out"]), default="held_out", show_default=True,
              help="Split of the corpus to measure on.")  # fmt: skip
@click.option("--corpus", "messages", type=FOLDER, help="Corpus folder; the shipped corpus if not given.")
@click.option("--benign", type=click.Path(exists=True, dir_okay=False), help="Harmless messages of your own.")
@click.option("--column", default="text", show_default=True, help="Field of the harmless messages.")
@json_option
def evaluate(
    folder: Path | None,
    conversations: bool,
    split: str,
    messages: Path | None,
    benign: str | None,
    column: str,
    as_json: bool,
) -> None:
    """Measure a model on labelled messages, or conversations, that it was not trained on."""
    from grooming_risk import corpus, early_detection, evaluation
    from grooming_risk.records import read_records

    if conversations and benign:
        raise click.UsageError("--benign holds messages; it cannot be used with --conversations")
    if conversations:
        chats = corpus.load_conversations(split, messages)
        print_evaluation(
            f"{split} conversations",
            early_detection.evaluate_conversations(chats, model=load_model(folder)),
            as_json=as_json,
        )
        return
    texts = [record.text for record in read_records(benign, column=column)] if benign else []
    result = evaluation.evaluate(corpus.load_corpus(split, messages), model=load_model(folder), benign_texts=texts)
    print_evaluation(f"{split} split", result, as_json=as_json)
