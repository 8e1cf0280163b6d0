"""The command line: score, train, evaluate, corpus, info."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grooming_risk import __version__
from grooming_risk.labels import LEVELS
from grooming_risk.scorer import Scorer, load_model

if TYPE_CHECKING:
    from grooming_risk.evaluation import Evaluation

_FOLDER = click.Path(file_okay=False, path_type=Path)
_model = click.option("--model", "folder", type=_FOLDER, help="Model folder; the shipped one if not given.")
_source = click.option(
    "--source", type=_FOLDER, help="Folder with lines/, small_talk/ and alternatives.txt; the shipped one if not given."
)
_jobs = click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="grooming-risk")
def main() -> None:
    """Score chat messages for the patterns of online grooming: triage for people, no verdict."""


@main.command()
@click.argument("messages", nargs=-1, metavar="[MESSAGE|FILE]...")
@_model
@click.option("--lexicon", "lexicons", type=_FOLDER, multiple=True, help="Language folder to know besides the model's.")
@click.option("--column", default="text", show_default=True, help="Field or column that holds the message.")
@click.option("--keep", multiple=True, metavar="COLUMN", help="Field to carry over into the JSON lines, such as an id.")
@click.option(
    "--level", type=click.Choice(LEVELS), default="none", show_default=True, help="Show this level and above."
)
@click.option("--explain", is_flag=True, help="Show which words speak for which pattern.")
@click.option("--text/--no-text", default=True, show_default=True, help="Whether JSON lines carry the message.")
@click.option("--format", "form", type=click.Choice(["auto", "table", "jsonl"]), default="auto", show_default=True,
              help="auto: a table on a terminal, JSON lines elsewhere.")  # fmt: skip
@click.option("--skip-bad", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Put lines that cannot be read into FILE and go on.")  # fmt: skip
@click.option("--conversation-column", "conversation", metavar="COLUMN",
              help="Field that names the conversation; every message is then scored within it.")  # fmt: skip
@click.option("--author-column", "author", default="author", show_default=True, help="Field with who sent it.")
@click.option("--time-column", "at", metavar="COLUMN", help="Field with seconds or ISO 8601 with a time zone.")
def score(
    folder: Path | None,
    lexicons: tuple[Path, ...],
    conversation: str | None,
    author: str,
    at: str | None,
    **options: Any,
) -> None:
    """Score messages, files (.txt, .jsonl, .csv, .parquet), or standard input.

    An argument that names a file is read; any other is a message. Without arguments, or for "-", standard input is
    read: a message a line, or JSON lines.
    """
    from grooming_risk.conversation_records import Columns
    from grooming_risk.score_command import run_score

    columns = Columns(options["column"], conversation, author, at) if conversation else None
    run_score(load_model(folder, lexicons=lexicons), columns=columns, **options)


@main.command()
@click.option("-o", "--output", type=_FOLDER, required=True, help="Model folder to write.")
@click.option("--corpus", "messages", type=_FOLDER, help="Corpus folder; the shipped corpus if not given.")
@click.option("--background", "files", type=click.Path(exists=True, dir_okay=False), multiple=True,
              help="Harmless, unlabelled messages of your own, to train with.")  # fmt: skip
@click.option("--nps-chat", type=click.Path(exists=True, file_okay=False),
              help="A copy of the NPS Chat Corpus, to train with as background.")  # fmt: skip
@click.option("--column", default="text", show_default=True, help="Field of the background messages.")
@click.option("--search/--no-search", default=True, show_default=True, help="Choose parameters by cross-validation.")
@_jobs
def train(
    output: Path,
    messages: Path | None,
    files: tuple[str, ...],
    nps_chat: str | None,
    column: str,
    search: bool,
    jobs: int,
) -> None:
    """Train a model from the labelled corpus and measure it on the held-out split."""
    from grooming_risk import background, corpus, training
    from grooming_risk.display import stderr_console
    from grooming_risk.records import read_records

    texts = [record.text for file in files for record in read_records(file, column=column)]
    texts += background.read_nps_chat(nps_chat) if nps_chat else []
    with stderr_console().status("training: cross-validation, heads, calibration"):
        frame = corpus.load_corpus("train", messages)
        artifact = training.train(frame, background=texts, search=search, n_jobs=jobs)
        training.save_model(artifact, output, corpus.load_corpus("held_out", messages))
    _print_figures("held-out figures", load_model(output), as_json=False)


@main.command()
@click.argument("chat", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Page to write.")
@_model
@click.option("--column", default="text", show_default=True, help="Field that holds the message.")
@click.option("--conversation-column", "conversation", default="conversation", show_default=True,
              help="Field that names the conversation; a file without it is one conversation.")  # fmt: skip
@click.option("--author-column", "author", default="author", show_default=True, help="Field with who sent it.")
@click.option("--time-column", "at", default="at", show_default=True,
              help="Field with seconds or ISO 8601 with a time zone, where there is one.")  # fmt: skip
@click.option("--only", metavar="NAME", help="The conversation to show, where the file holds several.")
def view(
    chat: Path,
    output: Path,
    folder: Path | None,
    column: str,
    conversation: str,
    author: str,
    at: str,
    only: str | None,
) -> None:
    """Write one conversation as a self-contained page: the chat, what raised the risk, and when."""
    from grooming_risk.conversation_records import Columns
    from grooming_risk.view_command import run_view

    run_view(chat, output, load_model(folder), Columns(column, conversation, author, at), only)
    click.echo(f"wrote {output}", err=True)


@main.command()
@_model
@click.option("--conversations", is_flag=True, help="Measure on the conversations of the split, not on its messages.")
@click.option("--split", type=click.Choice(["train", "validation", "held_out"]), default="held_out", show_default=True,
              help="Split of the corpus to measure on.")  # fmt: skip
@click.option("--corpus", "messages", type=_FOLDER, help="Corpus folder; the shipped corpus if not given.")
@click.option("--benign", type=click.Path(exists=True, dir_okay=False), help="Harmless messages of your own.")
@click.option("--column", default="text", show_default=True, help="Field of the harmless messages.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
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
        _print_evaluation(
            f"{split} conversations", early_detection.evaluate_conversations(chats, model=load_model(folder)), as_json
        )
        return
    texts = [record.text for record in read_records(benign, column=column)] if benign else []
    result = evaluation.evaluate(corpus.load_corpus(split, messages), model=load_model(folder), benign_texts=texts)
    _print_evaluation(f"{split} split", result, as_json)


@main.group(name="corpus")
def corpus_group() -> None:
    """Work on the labelled corpus."""


@corpus_group.command()
@click.option("-o", "--output", type=_FOLDER, required=True, help="Folder to write messages/ and conversations/ to.")
@_source
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
def build(output: Path, source: Path | None, seed: int) -> None:
    """Make the messages and conversations of every split from what people wrote."""
    from rich.progress import track

    from grooming_risk.corpus_build import build_corpus
    from grooming_risk.datasheet import render_datasheet
    from grooming_risk.display import stderr_console

    def shown(names: Sequence[str], description: str) -> Iterable[str]:
        return track(names, description, console=stderr_console())

    counts = build_corpus(output, source=source, seed=seed, track=shown)
    with stderr_console().status("measuring, for the datasheet"):
        (output / "DATASHEET.md").write_text(render_datasheet(output, source=source), encoding="utf-8")
    _print_table("corpus", counts.items())


@corpus_group.command()
@_source
@click.option("--built", type=_FOLDER, help="Folder with messages/ and conversations/; the shipped one if not given.")
def check(source: Path | None, built: Path | None) -> None:
    """Check lines and small talk against the content rules, and the built files against their schema."""
    from grooming_risk.corpus_check import check_sources
    from grooming_risk.corpus_schema import check_built

    problems = check_sources(source)
    for problem in problems:
        click.echo(f"{problem.name}: {problem.problem}")
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"every rule holds; {check_built(built):,} rows fit the schema")


@main.command()
@_model
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(folder: Path | None, as_json: bool) -> None:
    """Show what a model is made of, its thresholds and its figures."""
    _print_figures("model", load_model(folder), as_json=as_json)


def _print_figures(title: str, model: Scorer, *, as_json: bool) -> None:
    data = {**model.info, "thresholds": model.thresholds}
    if as_json:
        click.echo(json.dumps(data, indent=2, sort_keys=True))
        return
    from grooming_risk.figures import flat_figures

    _print_table(title, flat_figures(data))


def _print_evaluation(title: str, result: Evaluation, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(result.figures, indent=2))
    else:
        _print_table(title, result.to_frame().itertuples(index=False, name=None))


def _print_table(title: str, figures: Any) -> None:
    from rich.console import Console

    from grooming_risk.display import figure_table

    Console(highlight=False).print(figure_table(title, figures))
