"""``grooming-risk review``: messages out to a review console, decisions back in, how far people agree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from grooming_risk.cli.counted import counted
from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import IN_FILE, OUT_FILE, column_option, json_option, model_option, packed
from grooming_risk.cli.own_inputs import check_outputs
from grooming_risk.cli.reading import layout_options
from grooming_risk.cli.terminal import print_table, tell, told_if_none
from grooming_risk.errors import DataError
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.layout import Layout
from grooming_risk.io.messages import Record, read_records
from grooming_risk.labels import RISK
from grooming_risk.review.adjudicate import settle
from grooming_risk.review.argilla import argilla_settings, read_argilla, write_argilla
from grooming_risk.review.choices import check_names
from grooming_risk.review.doccano import doccano_labels, read_doccano, write_doccano
from grooming_risk.review.files import write_json
from grooming_risk.review.label_studio import label_studio_config, read_label_studio, write_label_studio
from grooming_risk.review.record import HARMLESS, Review, predict, read_reviews, write_reviews
from grooming_risk.scoring.scorer import Scorer, load_model

if TYPE_CHECKING:
    from grooming_risk.review.agreement import Agreement, LabelAgreement

WRITERS: Final = {"label-studio": write_label_studio, "doccano": write_doccano, "argilla": write_argilla}
READERS: Final[Mapping[str, Callable[..., Iterator[Review]]]] = {
    "label-studio": read_label_studio,
    "doccano": read_doccano,
    "argilla": read_argilla,
}
QUESTIONS: Final = {"label-studio": "control", "argilla": "question"}
"""Parameter that names the question, of the consoles that have several."""

_SETTINGS: Final = {"label-studio": ".labeling.xml", "doccano": ".labels.json", "argilla": ".settings.json"}
"""Ends of the files of settings, which stand beside the tasks."""

_SHOWN: Final = 20


class _Named(NamedTuple):
    """Fields of the file. The names are those of the options."""

    column: str
    id_column: str | None
    conversation: str


@click.group()
def review() -> None:
    """Have people review messages, and learn from what they decide."""


@review.command("export", cls=SectionedCommand, short_help="Write messages for a review console.")
@click.argument("chat", type=IN_FILE)
@click.option("--to", "console", type=click.Choice(list(WRITERS)), required=True, help="Review console.")
@click.option("-o", "--output", type=OUT_FILE, required=True,
              help="File to write; the console's settings go beside it.")  # fmt: skip
@click.option("--suggest", "n", type=click.IntRange(min=1), metavar="N",
              help="Only the N messages worth most to label.")  # fmt: skip
@click.option("--labelled", type=IN_FILE, multiple=True, help="Decisions there are already: leave their messages out.")
@click.option("--seed", type=int, default=0, show_default=True, help="Draws the suggestions.")
@packed(
    _Named, "named", column_option,
    click.option("--id-column", metavar="COLUMN", help="Field that names the message; else file and line do."),
    click.option("--conversation-column", "conversation", default="conversation", show_default=True,
                 help="Field that names the conversation, where there is one."),
)  # fmt: skip
@layout_options
@model_option
def export(
    chat: Path, console: str, output: Path, n: int | None, labelled: tuple[Path, ...], seed: int, named: _Named,
    layout: Layout, folder: Path | None,
) -> None:  # fmt: skip
    """Write the messages of a file (.txt, .jsonl, .csv, .parquet) for a review console, with the model's guesses."""
    check_outputs({"--output": _settings_file(console, output)})
    model = load_model(folder)
    known = {decision.text for path in labelled for decision in read_reviews(path) if decision.labels is not None}
    every = list(told_if_none(read_records(chat, column=named.column, layout=layout), chat))
    records = [record for record in every if record.text.strip() and record.text not in known]
    chosen = _suggested(records, model, n, known, seed) if n else [(record, None) for record in records]
    tasks: dict[str, Review] = {}
    for record, reason in chosen:
        task = _task(record, reason, model, named.id_column, named.conversation)
        if task.id in tasks:
            raise DataError(chat, record.line, f"the id {task.id!r} stood before; name a better field with --id-column")
        tasks[task.id] = task
    WRITERS[console](tasks.values(), output)
    tell(f"left out as blank or decided: {len(every) - len(records)}")
    tell(f"wrote {output} (messages: {len(tasks)}) and {_write_settings(console, output)}")


def _suggested(
    records: list[Record], model: Scorer, n: int, known: set[str], seed: int
) -> list[tuple[Record, str | None]]:
    from grooming_risk.review.suggestion import suggest

    frame = suggest([record.text for record in records], model, n, seed=seed, labelled=sorted(known))
    return [(records[position], reason) for position, reason in zip(frame.index, frame["reason"], strict=True)]


def _task(record: Record, reason: str | None, model: Scorer, id_column: str | None, conversation: str) -> Review:
    source = Path(record.source).name
    meta: dict[str, Any] = {"source": source, "line": record.line}
    if (chat := record.fields.get(conversation)) not in (None, ""):
        meta["conversation"] = str(chat)
    if reason:
        meta["reason"] = reason
    name = record.fields.get(id_column) if id_column else f"{source}:{record.line}"
    if name is None or name == "":
        raise DataError(record.source, record.line, f"no field {id_column!r}; name the right one with --id-column")
    return Review(str(name), record.text, meta=meta, predictions=predict(record.text, model))


def _settings_file(console: str, output: Path) -> Path:
    return output.with_suffix(_SETTINGS[console])


def _write_settings(console: str, output: Path) -> Path:
    """Write the settings of the console beside the tasks, and return their path."""
    path = _settings_file(console, output)
    if console == "label-studio":
        write_whole(path, label_studio_config())
    else:
        write_json(path, doccano_labels() if console == "doccano" else argilla_settings())
    return path


@review.command("import", short_help="Read what people decided in a review console.")
@click.argument("files", nargs=-1, type=IN_FILE, required=True, metavar="FILE...")
@click.option("--from", "console", type=click.Choice(list(READERS)), required=True, help="Review console.")
@click.option("-o", "--output", type=OUT_FILE, required=True, help="Decisions to write (.jsonl).")
@click.option("--column", default="text", show_default=True, help="Field that holds the message.")
@click.option("--question", metavar="NAME",
              help="Question that people answered, of a project with its own (Label Studio, Argilla).")  # fmt: skip
@click.option("--name", "names", multiple=True, metavar="THEIRS=OURS", help="A label that the console names otherwise.")
@click.option("--unlabelled", type=click.Choice(["undecided", HARMLESS]), default="undecided", show_default=True,
              help="doccano: what no label means; harmless where only approved messages were exported.")  # fmt: skip
def import_(
    files: tuple[Path, ...], console: str, output: Path, column: str, question: str | None, names: tuple[str, ...],
    unlabelled: str,
) -> None:  # fmt: skip
    """Read what people decided from the export files of a review console, archives (.zip) as downloaded too."""
    if unlabelled == HARMLESS and console != "doccano":
        raise click.UsageError("--unlabelled is for doccano; the other consoles say who looked at what")
    options: dict[str, Any] = {"names": _meanings(names), "column": column}
    if console == "doccano":
        options["unlabelled"] = unlabelled
    if question is not None:
        if console not in QUESTIONS:
            raise click.UsageError(f"--question is for {' and '.join(QUESTIONS)}; doccano has one for each project")
        options[QUESTIONS[console]] = question
    found = [decision for path in files for decision in READERS[console](path, **options)]
    write_reviews(found, output)
    for line in _summary(found):
        tell(line)


def _meanings(names: tuple[str, ...]) -> dict[str, str]:
    pairs = [name.rpartition("=") for name in names]
    if wrong := [name for name, (theirs, _, _) in zip(names, pairs, strict=True) if not theirs]:
        raise click.UsageError(f"--name {wrong[0]} is not of the form THEIRS=OURS")
    meanings = {theirs: ours for theirs, _, ours in pairs}
    try:
        check_names(meanings)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return meanings


def _summary(found: list[Review]) -> Iterator[str]:
    decisions = [decision for decision in found if decision.labels is not None]
    people = {decision.annotator for decision in decisions if decision.annotator is not None}
    result = settle(found)
    yield f"decisions: {len(decisions)}, by named people: {len(people)}, messages settled: {len(result.settled)}"
    if result.undecided:
        yield f"undecided: {_some(result.undecided)}"
    if result.ties:
        yield f"no majority: {_some(result.tied_ids)}"


def _some(ids: Sequence[str]) -> str:
    more = ", ..." if len(ids) > _SHOWN else ""
    return f"{counted(len(ids), 'message')} ({', '.join(ids[:_SHOWN])}{more})"


def _in_words(result: Agreement) -> Iterator[tuple[str, str]]:
    """Yield the rows of the table: how much there is to compare, then the agreement on all and on each label."""
    yield "people", f"{result.annotators}"
    yield "messages that several people decided", f"{result.messages:,}"
    yield "messages that one person decided, not compared", f"{result.alone:,}"
    if result.unnamed:
        yield "decisions without a person, not compared", f"{result.unnamed:,}"
    if result.messages:
        yield "all labels together", _coefficients(result)
    for name, label in result.labels.items():
        if label.found:
            meaning = "any pattern" if name == RISK else name
            yield f"{meaning}, found in {label.found:,}", _coefficients(label)


def _coefficients(result: Agreement | LabelAgreement) -> str:
    defined = {"kappa": result.kappa, "alpha": result.alpha}
    return ", ".join(f"{name} {value}" for name, value in defined.items() if value is not None) or "not defined"


@review.command("agreement", short_help="Say how far people agree.")
@click.argument("files", nargs=-1, type=IN_FILE, required=True, metavar="FILE...")
@json_option
def agreement(files: tuple[Path, ...], as_json: bool) -> None:
    """Say how far people agree, from the decisions that ``review import`` wrote."""
    from grooming_risk.review.agreement import agreement as work_out

    reviews = [decision for path in files for decision in read_reviews(path)]
    result = work_out(reviews)
    if as_json:
        click.echo(json.dumps(result.figures, indent=2))
    else:
        print_table("agreement", _in_words(result))
    if not result.messages:
        tell("no message has decisions of two people; give all votes, not what was settled")
    if ties := settle(reviews).tied_ids:
        tell(f"no majority: {_some(ties)}")
