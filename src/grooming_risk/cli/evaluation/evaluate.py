"""``grooming-risk evaluate``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import (
    FOLDER,
    IN_FILE,
    MOST_ROUNDS,
    OUT_FILE,
    jobs_option,
    json_option,
    model_option,
    packed,
    print_evaluation,
    read_texts,
    site_option,
)
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.reading import layout_options
from grooming_risk.cli.terminal import stderr_console, tell
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.layout import Layout
from grooming_risk.scoring.scorer import Scorer, load_model

if TYPE_CHECKING:
    import pandas as pd

    from grooming_risk.evaluation.result import Evaluation

ATTACKED: Final = 3000
"""Most harmless messages to disguise with each attack."""


@dataclass(frozen=True)
class _Labelled:
    """A file of labelled messages. The names are those of the options."""

    data: Path | None
    label: str | None
    labels_column: str
    kind_column: str
    group_column: str | None
    column: str

    def read(self, path: Path, layout: Layout) -> pd.DataFrame:
        """Return its messages."""
        from grooming_risk.corpus.labelled import read_labelled

        columns = {"group": self.group_column} if self.group_column else {}
        return read_labelled(path, text=self.column, labels=self.labels_column, kind=self.kind_column,
                             label=self.label, columns=columns, layout=layout)  # fmt: skip


@dataclass(frozen=True)
class _Plan:
    """Further data, and how to measure. The names are those of the options."""

    split: str
    corpus: Path | None
    pan12: Path | None
    benign: Path | None
    only: str | None
    unseen: bool
    languages: bool
    jobs: int
    attacks: bool
    rounds: int
    seed: int

    def check(self, data: Path | None) -> None:
        """Refuse options that do not go together."""
        if self.only == "conversations" and (self.benign or data or self.attacks):
            raise click.UsageError("--benign, --data and --attacks are about messages: leave out --conversations")
        if self.unseen and (data or self.pan12 or self.only or self.attacks):
            raise click.UsageError("--unseen-authors measures the corpus alone: leave out --data, --attacks and so on")
        if self.languages and (data or self.pan12 or self.benign or self.only or self.attacks or self.unseen):
            raise click.UsageError("--languages measures the lines of the corpus: leave out --data, --benign and so on")
        if self.pan12 and (data or self.benign or self.only or self.attacks):
            raise click.UsageError("--pan12 measures that corpus alone: leave out --data, --attacks and so on")


class _Asked(NamedTuple):
    """A model, harmless messages with their source, and the plan."""

    model: Scorer
    benign: list[str]
    source: str
    plan: _Plan

    @property
    def options(self) -> dict[str, Any]:
        """Arguments of every evaluation."""
        return {"model": self.model, "rounds": self.plan.rounds, "seed": self.plan.seed}


@click.command(cls=SectionedCommand, short_help="Measure a model on labelled messages and conversations.")
@model_option
@site_option
@packed(
    _Labelled, "labelled",
    click.option("--data", type=IN_FILE, help="Labelled messages of your own (.csv, .jsonl, .parquet), not a split."),
    click.option("--label", metavar="FIELD",
                 help="Field of --data with 1 or true for grooming, 0 or false for the rest."),
    click.option("--labels-column", metavar="FIELD", default="labels", show_default=True,
                 help="Field of --data with the names of patterns: a list, or joined by ; or ,"),
    click.option("--kind-column", metavar="FIELD", default="kind", show_default=True,
                 help="Field of --data with grooming, look_alike, everyday or disclosure."),
    click.option("--group-column", metavar="FIELD",
                 help="Field of --data whose rows are drawn together; 'group' if there."),
    click.option("--text-column", "--column", "column", metavar="FIELD", default="text", show_default=True,
                 help="Field that holds the message, in --data and --benign."),
)  # fmt: skip
@packed(
    _Plan, "plan",
    click.option("--split", type=click.Choice(["train", "validation", "held_out"]), default="held_out",
                 show_default=True, help="Split of the corpus to measure on."),
    click.option("--corpus", type=FOLDER, help="Corpus folder; the shipped corpus if not given."),
    click.option("--pan12", type=FOLDER,
                 help="Your copy of PAN 2012: the figures of its shared task, and nothing else."),
    click.option("--benign", type=IN_FILE, help="Harmless messages of your own, to measure false alarms on."),
    click.option("--conversations", "only", flag_value="conversations",
                 help="Only the conversations of the split, also against real harmless chats; some minutes."),
    click.option("--messages", "only", flag_value="messages", help="Only the messages of the split."),
    click.option("--unseen-authors", "unseen", is_flag=True,
                 help="Train without each author in turn and look for what that author wrote; some minutes."),
    click.option("--languages", is_flag=True,
                 help="Only the languages besides English, each on its held-out author."),
    jobs_option,
    click.option("--attacks", is_flag=True, help="Also what disguises, dilution and splitting cost."),
    click.option("--rounds", type=click.IntRange(0, MOST_ROUNDS), default=200, show_default=True,
                 help="Draws of the bootstrap."),
    click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same intervals."),
)  # fmt: skip
@layout_options
@json_option
@click.option("-o", "--output", type=OUT_FILE, help="File to write the JSON to.")
def evaluate(
    folder: Path | None, site: Path | None, labelled: _Labelled, plan: _Plan, layout: Layout, as_json: bool,
    output: Path | None,
) -> None:  # fmt: skip
    """Measure a model on labelled messages and conversations that it was not trained on."""
    plan.check(labelled.data)
    source = f"messages of {plan.benign.name}" if plan.benign else ""
    asked = _Asked(load_model(folder, site=site), read_texts(plan.benign, labelled.column, layout), source, plan)
    title, result = _measured(labelled, layout, asked)
    if output:
        write_whole(output, result.to_json() + "\n")
        tell(f"wrote {output}")
    print_evaluation(title, result, as_json=as_json)


def _measured(labelled: _Labelled, layout: Layout, asked: _Asked) -> tuple[str, Evaluation]:
    """Return the name of the data, and the evaluation."""
    if asked.plan.unseen:
        return "unseen authors", _of_unseen_authors(asked)
    if asked.plan.languages:
        from grooming_risk.evaluation.languages import evaluate_languages

        return "held-out authors", evaluate_languages(model=asked.model, corpus=asked.plan.corpus)
    if asked.plan.pan12:
        from grooming_risk.evaluation.pan12.evaluation import evaluate_pan12
        from grooming_risk.evaluation.pan12.reader import load_pan12

        return "PAN 2012", evaluate_pan12(load_pan12(asked.plan.pan12), model=asked.model)
    if labelled.data:
        return labelled.data.name, _of_messages(labelled.read(labelled.data, layout), asked)
    return f"{asked.plan.split} split", _of_split(asked)


def _of_split(asked: _Asked) -> Evaluation:
    from grooming_risk.corpus.background.chat import chat_messages
    from grooming_risk.corpus.lines import CHAT_SPLITS
    from grooming_risk.corpus.load import load_conversations, load_corpus

    plan = asked.plan
    if plan.only == "conversations":
        return _of_conversations(load_conversations(plan.split, plan.corpus), asked, real=True)
    if not asked.benign:
        asked = asked._replace(benign=chat_messages("test"), source="the test part of the real chat")
    found = _of_messages(load_corpus(plan.split, plan.corpus), asked)
    if plan.only == "messages" or plan.split not in CHAT_SPLITS:
        return found
    return found.joined(conversations=_of_conversations(load_conversations(plan.split, plan.corpus), asked))


def _of_unseen_authors(asked: _Asked) -> Evaluation:
    from grooming_risk.corpus.background.chat import chat_messages
    from grooming_risk.corpus.load import load_corpus
    from grooming_risk.training.train import recipe_of
    from grooming_risk.training.unseen_authors import TEST, evaluate_unseen_authors

    benign = {TEST: chat_messages("test")} | ({asked.source: asked.benign} if asked.benign else {})
    frame, recipe = load_corpus("train", asked.plan.corpus), recipe_of(asked.model)
    with stderr_console().status("training without each author in turn"):
        return evaluate_unseen_authors(frame, benign=benign, recipe=recipe, n_jobs=asked.plan.jobs)


def _of_conversations(chats: pd.DataFrame, asked: _Asked, *, real: bool = False) -> Evaluation:
    from grooming_risk.evaluation.conversations import evaluate_conversations
    from grooming_risk.evaluation.real_chat import unseen_chats

    real_chats = unseen_chats() if real else None
    progress = progress_bar("conversations")
    return evaluate_conversations(chats, real_chats=real_chats, progress=progress, **asked.options)


def _of_messages(frame: pd.DataFrame, asked: _Asked) -> Evaluation:
    from grooming_risk.evaluation.messages import evaluate

    progress = progress_bar("messages")
    found = evaluate(frame, benign_texts=asked.benign, benign_source=asked.source, progress=progress, **asked.options)
    attacks = attacked(frame, asked.benign, "attacks", **asked.options) if asked.plan.attacks else None
    return found.joined(attacks=attacks) if attacks else found


def attacked(frame: pd.DataFrame, benign: list[str], title: str, **options: Any) -> Evaluation | None:
    """Return the cost of attacks, or None for messages of one kind, which still have other metrics."""
    from grooming_risk.evaluation.attacks.evaluation import evaluate_attacks

    try:
        return evaluate_attacks(frame, benign_texts=benign[:ATTACKED], progress=progress_bar(title), **options)
    except ValueError as error:
        tell(f"left out: {error}")
        return None
