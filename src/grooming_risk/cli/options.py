"""Options and output that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import reduce, wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from grooming_risk.cli.terminal import print_table, stdout_console, tell, told_if_none
from grooming_risk.conversation.records import Columns
from grooming_risk.io.layout import AS_IT_IS, Layout
from grooming_risk.model.artifact import TRIAL
from grooming_risk.model.conversation_rule import ROLES
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from grooming_risk.evaluation.result import Evaluation


class Output(click.Path):
    """A file to write, or a folder with the names of the files that are written there."""

    def __init__(self, *names: str, is_folder: bool = False) -> None:
        super().__init__(file_okay=not is_folder, dir_okay=is_folder, readable=False, path_type=Path)
        self._names = names if is_folder else ("",)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; refuse an empty one, which would be the folder in which the command runs."""
        if value == "":
            self.fail("is empty; name where to write to", param, ctx)
        return super().convert(value, param, ctx)

    def folder(self, path: Path) -> Path:
        """Return the folder in which it is written."""
        return path.parent if self.file_okay else path

    def places(self, path: Path) -> Iterator[Path]:
        """Yield what is written: the file itself, or the files of a folder; of a pattern those that are there."""
        for name in self._names:
            yield from path.glob(name) if "*" in name else [path / name]


FOLDER: Final = click.Path(file_okay=False, path_type=Path)
IN_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT_FILE: Final = Output()
OUT_FOLDER: Final = Output(is_folder=True)
OUT_MODEL: Final = Output("manifest.json", "terms.json", "lexicon.json", "weights.safetensors", "README.md",
                          "site.json", is_folder=True)  # fmt: skip

model_option = click.option("--model", "folder", type=FOLDER, help="Model folder; the shipped one if not given.")
site_option = click.option("--site", type=IN_FILE, metavar="FILE",
                           help="Site file with thresholds; if not given, site.json in the model folder.")  # fmt: skip
lexicon_option = click.option("--lexicon", "lexicons", type=FOLDER, multiple=True,
                              help="Language folder to know besides the model's.")  # fmt: skip
column_option = click.option("--column", default="text", show_default=True, help="Field that holds the message.")
author_option = click.option("--author-column", "author", default="author", show_default=True,
                             help="Field with who sent it.")  # fmt: skip
time_option = click.option("--time-column", "at", default="at", show_default=True,
                           help="Field with a number or ISO 8601 with a time zone, where there is one.")  # fmt: skip
role_option = click.option("--role-column", "role", metavar="COLUMN",
                           help=f"Field with what is known of who sent it: {', '.join(ROLES)}, or empty.")  # fmt: skip
skip_bad_option = click.option("--skip-bad", type=OUT_FILE, metavar="FILE",
                               help="Put rows that cannot be read into FILE and go on.")  # fmt: skip
fail_on_bad_option = click.option("--fail-on-bad", is_flag=True,
                                  help="With --skip-bad: exit status 2 if there were such rows.")  # fmt: skip
jobs_option = click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
MOST_ROUNDS: Final = 10_000
"""Draws of the bootstrap; more cost hours and change no digit that is shown."""

language_option = click.option("--language", default="en", show_default=True, help="Language of the texts.")
format_option = click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text",
                             show_default=True)  # fmt: skip
helplines_option = click.option("--helplines", "file", type=IN_FILE, metavar="FILE",
                                help="TOML file whose table [helplines] names where to get help.")  # fmt: skip

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def one_of(names: Iterable[str]) -> Callable[..., list[str]]:
    """Return what completes one of the names in a shell.

    Examples
    --------
    >>> one_of(["secrecy", "gift_offer"])(None, None, "se")
    ['secrecy']
    """
    return lambda _context, _parameter, begun: [name for name in names if name.startswith(begun)]


def packed(kind: Callable[..., Any], name: str, *options: Decorator) -> Decorator:
    """Return a decorator that adds options to a command, which gets their values as one object.

    `kind` makes the object from parameters with the names of the options; `name` is the command's parameter for it. The
    help lists the options in this order.
    """
    names = signature(kind).parameters

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**values: Any) -> Any:
            own = {key: values.pop(key) for key in names if key in values}
            return command(**{name: kind(**own)}, **values)

        start: Callable[..., Any] = run
        return reduce(lambda done, option: option(done), reversed(options), start)

    return add


def columns_option(conversation: str, *more: Decorator) -> Decorator:
    """Return a decorator that adds the columns of conversations, which a command gets as `Columns`.

    `conversation` is the help of the column that names the conversation; `more` options come last.
    """
    text = click.option("--column", "text", default="text", show_default=True, help="Field that holds the message.")
    named = click.option("--conversation-column", "conversation", default="conversation", show_default=True,
                         help=conversation)  # fmt: skip
    return packed(Columns, "columns", text, named, author_option, time_option, *more)


def read_texts(file: Path | None, column: str, layout: Layout = AS_IT_IS) -> list[str]:
    """Return the messages of a file, or none without a file."""
    from grooming_risk.io.messages import read_records

    if file is None:
        return []
    return [record.text for record in told_if_none(read_records(file, column=column, layout=layout), file)]


_MAIN_FIGURES: Final = (
    TRIAL, "corpus_sha256", "mix.grooming", "training.lines", "training.messages", "training.background.messages",
    "libraries.*",
    "held_out.roc_auc", "held_out.brier", "held_out.levels.*.recall", "held_out.levels.*.alerts_per_million",
    "held_out.conversations.*.recall", "held_out.conversations.*.harmless_alarmed", "held_out.disclosure.recall",
    "unseen_authors.auc*", "thresholds.levels.*", "thresholds.disclosure", "thresholds.conversations.*", "site.model",
    "site.messages", "site.chats", "site.observe_only", "site.base_rate",
)  # fmt: skip
"""Figures that `grooming-risk info` shows without ``--all``."""


def print_model(title: str, model: Scorer, *, as_json: bool, every: bool = False) -> None:
    """Print the main figures of a model and its thresholds, or every figure."""
    thresholds = {**model.artifact.thresholds, **model.thresholds, "conversations": model.conversation_rule.levels}
    data = {**model.info, "thresholds": thresholds}
    if model.site:
        data["site"] = model.site.to_dict()
    if as_json:
        click.echo(json.dumps(data, indent=2, sort_keys=True))
        return
    from grooming_risk.metrics.nested import flat_figures

    rows = [row for row in flat_figures(data) if not row[0].startswith("held_out.intervals.")]
    main = rows if every else [row for row in rows if any(fnmatchcase(row[0], name) for name in _MAIN_FIGURES)]
    print_table(title, main)
    if TRIAL in model.info:
        tell(f"for trying out only: {model.info[TRIAL]}")
    if len(main) < len(rows):
        tell(f"{len(rows) - len(main)} more: grooming-risk info --all, or --json for programs")


def print_evaluation(title: str, result: Evaluation, *, as_json: bool) -> None:
    """Print an evaluation as JSON, or as tables with notes."""
    if as_json:
        click.echo(result.to_json())
        return
    from grooming_risk.cli.evaluation_tables import terminal_tables

    console = stdout_console()
    for table in terminal_tables(title, result):
        console.print(table)
