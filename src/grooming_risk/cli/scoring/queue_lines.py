"""The queue on a terminal: two lines for each conversation, within 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from grooming_risk.cli.counted import counted
from grooming_risk.cli.terminal import LEVEL_STYLES
from grooming_risk.control_characters import visible
from grooming_risk.labels import LEVELS
from grooming_risk.queue.ranking import URGENCY, QueueRow


def queue_lines(queue: Sequence[QueueRow], top: int, sort: str = URGENCY) -> Iterator[RenderableType]:
    """Yield what to print of the first rows of a queue, and how many at level high stand below them."""
    rows = queue[:top]
    for rank, row in enumerate(rows, start=1):
        yield _head(rank, row)
        if row.help or row.level != "none":
            yield _detail(row)
    order = "the first ones to read" if sort == URGENCY else f"by {sort}"
    yield Text(f"{len(rows):,} of {counted(len(queue), 'conversation')}, {order}", "dim")
    if below := sum(row.level == LEVELS[-1] for row in queue[top:]):
        yield Text(f"{below:,} more at level high below them: show more with --top", LEVEL_STYLES[LEVELS[-1]])


def _head(rank: int, row: QueueRow) -> Text:
    level = "help" if row.help else row.level
    style = "bold green" if row.help else LEVEL_STYLES[row.level]
    line = Text.assemble((f"{rank:>3} ", "dim"), (f"{level:<6} {row.risk:.2f} ", style), visible(row.title)[:28])
    if row.help and row.level != "none":
        line.append(f"  {row.level} risk", LEVEL_STYLES[row.level])
    if row.help or row.level != "none":
        line.append(f"  {visible(row.author_name)[:20]}", "bold")
    line.append(f"  {counted(row.messages, 'message')}", "dim")
    return line


def _detail(row: QueueRow) -> Padding:
    when = f"{_time(row.first_alarm)}message {row.first_alarm_message:,}" if row.first_alarm_message else "no alert"
    clear = ", ".join(row.patterns) or "no single pattern is clear"
    names = "asks for help" if row.level == "none" else clear
    return Padding(Text.assemble((f"{names}; first alert: {when}\n", "italic"), (row.advice, "dim")), (0, 0, 0, 4))


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} {at.tzname()}, " if at else ""
