"""Speed at first sight, again and in a cold process, beside other scorers: tables in the console, and as a page.

    .venv/bin/python benchmarks/speed_run.py [--messages chat.jsonl] [--full] [--page docs/explanation/speed.md]

Takes some minutes. Ratios are of one run; times are those of the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from platform import python_version
from string import Template
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
import reach
from competitors import SPEED, Competitor, Missing, gather
from field_page import versions_of
from file_speed import FLOOR, file_table, two_processes
from hot_path_profile import markdown
from message_speed import SCORE, Sizes, cold_tables, conversation_table, list_table, single_tables
from rich.console import Console
from service_speed import service_table
from speed_table import SpeedTable
from texts import Input, inputs

from grooming_risk import load_corpus

_TEMPLATE = Path(__file__).with_name("speed_page.md")
_FULL = 1_000_000


class Found(NamedTuple):
    """What a run has measured."""

    tables: list[SpeedTable]
    goals: list[reach.Goal]
    profile: str
    competitors: Sequence[Competitor | Missing]


def measured(competitors: Sequence[Competitor | Missing], given: Sequence[Input], sizes: Sizes) -> Found:
    """Measure everything; the first input is real chat, the second that of the usual length."""
    ready = [each for each in competitors if isinstance(each, Competitor)]
    chat, usual, *_ = given
    _say("one message at a time")
    singles = [
        single_tables(ready, some, sizes._replace(made=(0, 0, 0, 0)) if some is usual else sizes) for some in given
    ]
    _say("lists")
    lists = [list_table(ready, some, sizes) for some in given]
    _say("conversations, files")
    conversations, files = conversation_table(ready, sizes), file_table(chat, sizes)
    _say("fresh processes")
    cold, memory = cold_tables(ready, chat, sizes)
    _say("two processes, the service")
    by_length = [table for some, (_, table) in zip(given, singles, strict=True) if some is not usual]
    tables = [*(table for table, _ in singles), *by_length, *lists, conversations, files, cold, memory]
    goals = [
        *reach.of_chat(singles[0][0]),
        *reach.of_usual_length(singles[1][0], lists[1]),
        *reach.of_files(files, FLOOR, two_processes(chat, sizes.two_processes)),
        *reach.of_conversations(conversations, SCORE),
        *reach.of_start(cold, memory),
    ]
    return Found([*tables, service_table(chat, sizes)], goals, markdown(chat, sizes.singles), competitors)


def _say(what: str) -> None:
    click.echo(f"measuring: {what}", err=True)


def page(found: Found, command: str) -> str:
    """Return the page in Markdown; every number in it was measured."""
    goals = [["goal", "bound", "measured", ""], ["---", "--:", "--:", "---"], *(goal.cells() for goal in found.goals)]
    missing = [f"{each.package}: not installed" for each in found.competitors if isinstance(each, Missing)]
    names = {name for each in found.competitors if isinstance(each, Competitor) for name in each.packages}
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        command=command,
        tables="\n\n".join(table.markdown() for table in found.tables),
        goals="\n".join(f"| {' | '.join(row)} |" for row in goals),
        profile=found.profile,
        versions=", ".join([f"Python {python_version()}", *versions_of(names), *missing]),
    )


@click.command()
@click.option("--messages", type=click.Path(exists=True, dir_okay=False), help="Harmless messages, besides real chat.")
@click.option("--page", "path", type=click.Path(dir_okay=False, path_type=Path), help="Write the tables as a page.")
@click.option("--full", is_flag=True, help="A list of a million messages, too.")
def main(messages: str | None, path: Path | None, full: bool) -> None:
    """Measure every competitor that is installed, print the tables, write the page."""
    sizes = Sizes(repeated=_FULL, two_processes=_FULL) if full else Sizes()
    given = inputs(messages, sizes.warm)
    if few := [some.name for some in given if len(some.new) < sizes.list]:
        raise click.ClickException(f"too few {few[0]}: {2 * sizes.list:,} distinct ones are needed")
    with TemporaryDirectory() as folder:
        found = measured(gather(SPEED, load_corpus("train"), Path(folder)), given, sizes)
    console = Console(width=160)
    for table in found.tables:
        console.print(table.console())
    for goal in found.goals:
        console.print(*goal.cells(), sep="  ")
    console.print(found.profile, markup=False)
    if path:
        path.write_text(page(found, f"make speed{' MESSAGES=chat.jsonl' if messages else ''}"), encoding="utf-8")


if __name__ == "__main__":
    main()
