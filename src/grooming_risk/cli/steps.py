"""Tells the steps of a long command as they begin, with the time so far and about the time left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from grooming_risk.cli.terminal import stderr_console


@contextmanager
def told_steps(costs: Mapping[str, float], clock: Callable[[], float] = monotonic) -> Iterator[Callable[[str], None]]:
    """Yield a function to call with the name of each step as it begins: a bar on a terminal, else a line.

    `costs` has the steps in order, each with about its share of the time, in any unit.
    """
    start, total, is_terminal = clock(), sum(costs.values()), sys.stderr.isatty()
    columns = (TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn(), TextColumn("{task.fields[left]}"))
    begun: list[str] = []
    with Progress(*columns, console=stderr_console(), transient=True, disable=not is_terminal) as bar:
        task = bar.add_task("", total=total, left="")

        def begin(name: str) -> None:
            done, so_far = sum(costs.get(step, 0.0) for step in begun), clock() - start
            begun.append(name)
            left = f"about {duration(so_far * (total - done) / done)} left" if done and so_far else ""
            line = f"{len(begun)} of {len(costs)}: {name}"
            bar.update(task, completed=done, description=line, left=left)
            if not is_terminal:
                told = [line, f"{duration(so_far)} so far", left] if left else [line]
                click.echo(", ".join(told), err=True)

        yield begin


def duration(seconds: float) -> str:
    """Return a time for people.

    Examples
    --------
    >>> duration(3), duration(150), duration(5400)
    ('3 s', '2 min', '1 h 30 min')
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
