"""What a peak of messages costs in cores, workers and stores: measured, and carried on by a model that says so.

.venv/bin/python benchmarks/scale_plan.py [--write docs/how-to/scale-out.md]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from string import Template
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
import dask_rate
from competitors import Competitor, compiled, gather, ours
from conversation_rate import real_chats
from dask_rate import Overheads, Run
from message_speed import Sizes, conversation_table, list_table, single_tables
from reach import COMPILED
from sights import AGAIN, FIRST
from speed_table import OURS, SpeedTable, duration, shown
from store_rate import rates
from texts import Input, inputs

from grooming_risk import load_corpus

PEAK = 750_000
"""Messages a second."""

LOAD = 0.6
"""Share of a core's time that the plan uses: the rest is for moments above the average."""

WORKERS = (1, 2, 4, 8, 16, 32, 64)
EXPORT = 100_000_000
"""Messages of the export that the workers of a cluster score."""

FILES = (1, 10, 100)
"""Megabytes of a file of the export."""

BEGIN, END = "<!-- scale plan: written by benchmarks/scale_plan.py -->", "<!-- scale plan: end -->"
_TEMPLATE = Path(__file__).with_name("scale_plan.md")


class Plan(NamedTuple):
    """What was measured."""

    costs: dict[tuple[str, str], float]  # seconds a message, by what is done and state
    runs: list[Run]
    overheads: Overheads
    stores: dict[str, float]  # states a second


def measured(some: Input, sizes: Sizes, points: Sequence[tuple[int, int, int]] = dask_rate.POINTS) -> Plan:
    """Measure this library on real chat, a Dask cluster of this machine, and the stores."""
    costs = {
        (what, state): table.costs[row, state][who]
        for what, (table, row, who) in _work(some, sizes).items()
        for state in (FIRST, AGAIN)
    }
    runs = dask_rate.measured([*some.warm, *some.new], points)
    chats, _ = real_chats(1, 1)
    return Plan(costs, runs, dask_rate.fitted(runs), rates(sizes.requests * 10, chats[0]))


def _work(some: Input, sizes: Sizes) -> dict[str, tuple[SpeedTable, str, str]]:
    """Return the table of each kind of work, with row and name of what does it."""
    with TemporaryDirectory() as folder:
        gathered = gather({OURS: ours.make, COMPILED: compiled.make}, load_corpus("held_out"), Path(folder))
    ready = [each for each in gathered if isinstance(each, Competitor)]
    single, _ = single_tables(ready, some, sizes)
    work = {
        "a message": (single, "average", OURS),
        "a message of a conversation": (conversation_table(ready, sizes), "all", OURS),
    }
    if len(ready) == 2:
        lists = list_table(ready, some, sizes)
        work |= {f"a list, {row}, machine code": (lists, row, COMPILED) for row in ("risk", "all heads")}
    return work


def cores(cost: float) -> int:
    """Return the cores that the peak needs at a cost in seconds a message."""
    return math.ceil(PEAK * cost / LOAD)


def stores(rate: float) -> int:
    """Return the stores that the peak needs, each at its states a second."""
    return math.ceil(PEAK / rate / LOAD)


def text(plan: Plan) -> str:
    """Return the plan in Markdown, every number of it measured or computed from what was."""
    over = plan.overheads
    size = median(run.megabytes / run.messages for run in plan.runs)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        peak=f"{PEAK:,}",
        load=f"{LOAD:.0%}",
        bytes=f"{1e6 * size:.0f}",
        cores=_cores(plan.costs),
        stores=_stores(plan.stores),
        fullest=shown(max(plan.stores.values()) * plan.costs["a message", FIRST]),
        runs=_runs(plan),
        error=f"{dask_rate.worst_error(over, plan.runs):.0%}",
        **{name: duration(value) for name, value in over._asdict().items()},
        export=f"{EXPORT:,}",
        gigabytes=shown(EXPORT * size / 1000),
        carried=_carried(over._replace(worker=0.0), EXPORT * size),
    )


def _cores(costs: dict[tuple[str, str], float]) -> str:
    rows = [
        [what, state, duration(cost), f"{1 / cost:,.0f}", f"{cores(cost):,}"] for (what, state), cost in costs.items()
    ]
    return _table(["work", "state", "a message", "messages a second and core", f"cores for {PEAK:,} a second"], rows)


def _stores(found: dict[str, float]) -> str:
    rows = [[name, f"{rate:,.0f}", f"{stores(rate):,}"] for name, rate in found.items()]
    return _table(["store", "states a second", f"stores for {PEAK:,} a second"], rows)


def _runs(plan: Plan) -> str:
    rows = []
    for run in plan.runs:
        by_model = plan.overheads.seconds(run.workers, run.files, run.megabytes)
        times = [duration(run.seconds), duration(by_model)]
        rows.append([str(run.workers), str(run.files), shown(run.megabytes), *times])
    return _table(["workers", "files", "MB in all", "measured", "by the model"], rows)


def _carried(over: Overheads, megabytes: float) -> str:
    counts = [math.ceil(megabytes / one) for one in FILES]
    alone = [over.seconds(1, count, megabytes) for count in counts]
    rows = [
        [str(workers), *(f"{duration(took)} ({shown(first / took)})" for first, took in zip(alone, times, strict=True))]
        for workers in WORKERS
        for times in [[over.seconds(workers, count, megabytes) for count in counts]]
    ]
    return _table(["workers", *(f"files of {one} MB" for one in FILES)], rows)


def _table(headings: list[str], rows: list[list[str]]) -> str:
    ruler = ["---", *["--:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, ruler, *rows))


def written(page: str, part: str) -> str:
    """Return a page with the part between the marks replaced."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise click.ClickException(f"the page has no line {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{part.strip()}\n\n{END}{after}"


@click.command()
@click.option(
    "--write", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Page to write into."
)
def main(path: Path | None) -> None:
    """Measure, print the plan, and write it into a page."""
    part = text(measured(inputs()[0], Sizes()))
    click.echo(part)
    if path:
        path.write_text(written(path.read_text(encoding="utf-8"), part), encoding="utf-8")


if __name__ == "__main__":
    main()
