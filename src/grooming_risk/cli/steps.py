"""Tells the steps of a long command as they begin, with the time so far and, once it is known, the time left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Final

import click
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from grooming_risk.cli.terminal import stderr_console

Bounds = tuple[float, float]

_KNOWN: Final = 0.1  # share of the work from which something is said of the rest
_COUNTS: Final = 0.1  # share of the work of a step whose pace counts by itself
_ALIKE: Final = 1.5  # times by which bounds may differ and still be one number


@contextmanager
def told_steps(costs: Mapping[str, float], clock: Callable[[], float] = monotonic) -> Iterator[Callable[[str], None]]:
    """Yield a function to call with the name of each step as it begins: a bar on a terminal, else a line.

    `costs` has the steps in order, each with about its share of the time, in any unit. The time left comes from the
    steps that are done.
    """
    start, total, is_terminal = clock(), sum(costs.values()), sys.stderr.isatty()
    columns = (TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn(), _TimeLeft())
    begun: dict[str, float] = {}
    with Progress(*columns, console=stderr_console(), transient=True, disable=not is_terminal) as bar:
        task = bar.add_task("", total=total, left=None, at=0.0)

        def begin(name: str) -> None:
            now = clock()
            left = time_left(costs, _durations(begun, now))
            begun[name] = now
            line = f"{len(begun)} of {len(costs)}: {name}"
            done = sum(costs.get(step, 0.0) for step in [*begun][:-1])
            bar.update(task, completed=done, description=line, left=left, at=bar.get_time())
            if not is_terminal:
                told = [line, f"{duration(now - start)} so far", in_words(left)] if left else [line]
                click.echo(", ".join(told), err=True)

        yield begin


def _durations(begun: Mapping[str, float], now: float) -> dict[str, float]:
    ends = [*begun.values(), now][1:]
    return {step: end - start for (step, start), end in zip(begun.items(), ends, strict=True)}


def time_left(costs: Mapping[str, float], took: Mapping[str, float]) -> Bounds | None:
    """Return the least and the most time left, at the slowest and the fastest pace of the steps that are done.

    None while too little is done to say anything.

    Examples
    --------
    >>> costs = {"read": 1.0, "fit": 8.0, "measure": 1.0}
    >>> time_left(costs, {"read": 6.0}), time_left(costs, {"read": 6.0, "fit": 24.0}), time_left(costs, {})
    ((54.0, 54.0), (3.0, 6.0), None)
    """
    total = sum(costs.values())
    done = {step: seconds for step, seconds in took.items() if costs.get(step)}
    work = sum(costs[step] for step in done)
    if not done or work < _KNOWN * total or not sum(done.values()):
        return None
    rest = total - work
    paces = [seconds / costs[step] for step, seconds in done.items() if costs[step] >= _COUNTS * total]
    paces = paces or [sum(done.values()) / work]
    return rest * min(paces), rest * max(paces)


def in_words(left: Bounds) -> str:
    """Return a time left for people.

    Examples
    --------
    >>> in_words((50.0, 55.0)), in_words((120.0, 600.0)), in_words((-3.0, -1.0))
    ('about 52 s left', '2 min to 10 min left', 'longer than thought')
    """
    least, most = left
    if most <= 0:
        return "longer than thought"
    if least > 0 and most <= _ALIKE * least:
        return f"about {duration((least + most) / 2)} left"
    return f"at most {duration(most)} left" if least < 1 else f"{duration(least)} to {duration(most)} left"


class _TimeLeft(ProgressColumn):
    """The time left, less what has gone by since it was worked out."""

    def render(self, task: Task) -> Text:
        """Return the time in words; nothing while nothing is known."""
        gone = task.get_time() - task.fields["at"]
        left = task.fields["left"]
        return Text(in_words((left[0] - gone, left[1] - gone)) if left else "")


def duration(seconds: float) -> str:
    """Return a time for people.

    Examples
    --------
    >>> duration(3), duration(150), duration(5400)
    ('3 s', '2 min', '1 h 30 min')
    """
    if round(seconds) < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
