"""``grooming-risk evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from grooming_risk.cli.options import FOLDER, jobs_option, json_option, model_option, print_evaluation, site_option
from grooming_risk.cli.progress import progress_bar
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.scoring.scorer import Scorer, load_model

if TYPE_CHECKING:
    import pandas as pd

    from grooming_risk.evaluation.result import Evaluation

ATTACKED: Final = 3000
"""Harmless messages that are put in the clothes of each attack, at most."""

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Asked(NamedTuple):
    """What to measure, and how."""

    model: Scorer
    benign: list[str]
    source: str
    attacks: bool
    draws: dict[str, int]
    real: bool = False


@click.command()
@model_option
@site_option
@click.option("--data", type=_FILE, help="Labelled messages of your own (.csv, .jsonl, .parquet), not a split.")
@click.option("--label", metavar="FIELD", help="Field of --data with 1 or true for grooming, 0 or false for the rest.")
@click.option("--labels-column", metavar="FIELD", default="labels", show_default=True,
              help="Field of --data with the names of patterns: a list, or joined by ; or ,")  # fmt: skip
@click.option("--kind-column", metavar="FIELD", default="kind", show_default=True,
              help="Field of --data with grooming, look_alike, everyday or disclosure.")  # fmt: skip
@click.option(
    "--group-column", metavar="FIELD", help="Field of --data whose rows are drawn together; 'group' if there."
)
@click.option("--text-column", "--column", "column", metavar="FIELD", default="text", show_default=True,
              help="Field that holds the message, in --data and --benign.")  # fmt: skip
@click.option("--split", type=click.Choice(["train", "validation", "held_out"]), default="held_out", show_default=True,
              help="Split of the corpus to measure on.")  # fmt: skip
@click.option("--corpus", type=FOLDER, help="Corpus folder; the shipped corpus if not given.")
@click.option("--pan12", type=FOLDER, help="Your copy of PAN 2012: the figures of its shared task, and nothing else.")
@click.option("--benign", type=_FILE, help="Harmless messages of your own, to measure false alarms on.")
@click.option("--conversations", "only", flag_value="conversations",
              help="Only the conversations of the split, also against real harmless chats; some minutes.")  # fmt: skip
@click.option("--messages", "only", flag_value="messages", help="Only the messages of the split.")
@click.option("--unseen-authors", "unseen", is_flag=True,
              help="Train without each author in turn and look for what that author wrote; some minutes.")  # fmt: skip
@jobs_option
@click.option("--attacks", is_flag=True, help="Also what disguises, dilution and splitting cost.")
@click.option("--rounds", type=click.IntRange(min=0), default=200, show_default=True, help="Draws of the bootstrap.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same intervals.")
@json_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write the JSON to.")
def evaluate(
    folder: Path | None, site: Path | None, data: Path | None, label: str | None, labels_column: str, kind_column: str,
    group_column: str | None, column: str, split: str, corpus: Path | None, pan12: Path | None, benign: Path | None,
    only: str | None, unseen: bool, jobs: int, attacks: bool, rounds: int, seed: int, as_json: bool,
    output: Path | None,
) -> None:  # fmt: skip
    """Measure a model on labelled messages and conversations that it was not trained on."""
    from grooming_risk.corpus.labelled import read_labelled
    from grooming_risk.io.messages import read_records

    _check(data, benign, only, attacks, output)
    if unseen and (data or pan12 or only or attacks):
        raise click.UsageError("--unseen-authors measures the corpus alone: leave out --data, --attacks and the like")
    if pan12 and (data or benign or only or attacks):
        raise click.UsageError("--pan12 measures that corpus alone: leave out --data, --benign, --attacks and the like")
    texts = [record.text for record in read_records(benign, column=column)] if benign else []
    source = f"messages of {benign.name}" if benign else ""
    asked = _Asked(load_model(folder, site=site), texts, source, attacks, {"rounds": rounds, "seed": seed})
    if unseen:
        title, result = "unseen authors", _of_unseen_authors(asked, corpus, jobs)
    elif pan12:
        from grooming_risk.evaluation.pan12.evaluation import run_pan12

        title, result = "PAN 2012", run_pan12(pan12, asked.model)
    elif data:
        columns = {"group": group_column} if group_column else {}
        frame = read_labelled(data, text=column, labels=labels_column, kind=kind_column, label=label, columns=columns)
        title, result = data.name, _of_messages(frame, asked)
    else:
        title, result = f"{split} split", _of_split(split, corpus, only, asked)
    if output:
        write_whole(output, result.to_json() + "\n")
        click.echo(f"wrote {output}", err=True)
    print_evaluation(title, result, as_json=as_json)


def _check(data: Path | None, benign: Path | None, only: str | None, attacks: bool, output: Path | None) -> None:
    if only == "conversations" and (benign or data or attacks):
        raise click.UsageError("--benign, --data and --attacks are about messages, not for use with --conversations")
    if output and not output.parent.is_dir():
        raise click.BadParameter(f"there is no folder {output.parent}", param_hint="--output")


def _of_split(split: str, folder: Path | None, only: str | None, asked: _Asked) -> Evaluation:
    from grooming_risk.corpus.background.chat import chat_messages
    from grooming_risk.corpus.lines import CHAT_SPLITS
    from grooming_risk.corpus.load import load_conversations, load_corpus

    if only == "conversations":
        return _of_conversations(load_conversations(split, folder), asked._replace(real=True))
    if not asked.benign:
        asked = asked._replace(benign=chat_messages("test"), source="the test part of the real chat")
    found = _of_messages(load_corpus(split, folder), asked)
    if only == "messages" or split not in CHAT_SPLITS:
        return found
    return found.joined(conversations=_of_conversations(load_conversations(split, folder), asked))


def _of_unseen_authors(asked: _Asked, folder: Path | None, jobs: int) -> Evaluation:
    from grooming_risk.cli.terminal import stderr_console
    from grooming_risk.corpus.background.chat import chat_messages
    from grooming_risk.corpus.load import load_corpus
    from grooming_risk.training.train import recipe_of
    from grooming_risk.training.unseen_authors import TEST, evaluate_unseen_authors

    benign = {TEST: chat_messages("test")} | ({asked.source: asked.benign} if asked.benign else {})
    with stderr_console().status("training without each author in turn"):
        return evaluate_unseen_authors(
            load_corpus("train", folder), benign=benign, recipe=recipe_of(asked.model), n_jobs=jobs
        )


def _of_conversations(chats: pd.DataFrame, asked: _Asked) -> Evaluation:
    from grooming_risk.evaluation.conversations import evaluate_conversations
    from grooming_risk.evaluation.real_chat import unseen_chats

    options: dict[str, Any] = {"model": asked.model, "real_chats": unseen_chats() if asked.real else None}
    return evaluate_conversations(chats, progress=progress_bar("conversations"), **(options | asked.draws))


def _of_messages(frame: pd.DataFrame, asked: _Asked) -> Evaluation:
    from grooming_risk.evaluation.messages import evaluate

    options: dict[str, Any] = {"model": asked.model, "benign_texts": asked.benign} | asked.draws
    found = evaluate(frame, benign_source=asked.source, progress=progress_bar("messages"), **options)
    if not asked.attacks:
        return found
    from grooming_risk.evaluation.attacks import evaluate_attacks

    try:
        options["benign_texts"] = asked.benign[:ATTACKED]
        return found.joined(attacks=evaluate_attacks(frame, progress=progress_bar("attacks"), **options))
    except ValueError as error:  # messages of one kind alone: the other figures are worth having
        click.echo(f"left out: {error}", err=True)
        return found
