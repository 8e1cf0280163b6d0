"""Scores and tables on a terminal. Messages are hostile input: no control character gets through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from typing import Any, Final, TypeVar

import click
from rich.console import Console, Group, RenderableType
from rich.text import Text

from grooming_risk.cli.counted import counted
from grooming_risk.cli.number_table import NumberTable
from grooming_risk.control_characters import visible
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.guidance.notice import caution
from grooming_risk.io.messages import Record
from grooming_risk.labels import PATTERNS
from grooming_risk.scoring.evidence import Evidence
from grooming_risk.scoring.result import Score

T = TypeVar("T")

LEVEL_STYLES: Final = {"none": "dim", "low": "cyan", "medium": "bold yellow", "high": "bold red"}
_KNOWN: Final = "words known"
_COLOURS: Final = ("blue", "magenta", "green", "cyan", "red", "yellow", "bright_blue", "bright_magenta", "bright_red",
                   "bright_green", "bright_yellow")  # fmt: skip
_PATTERN_COLOURS: Final = dict(zip(PATTERNS, cycle(_COLOURS)))


def score_line(record: Record, score: Score, *, explain: bool, audience: str = "moderator") -> RenderableType:
    """Return a scored message: risk, level, text with its evidence, patterns; `explain` adds weights and advice."""
    evidence = score.evidence
    line = _risk_and_level(score.risk, score.level).append_text(marked_text(record.text, evidence))
    for name in dict.fromkeys(e.pattern for e in evidence):
        line.append(f"  {_named(name, score)} {score.patterns[name]:.2f}", _PATTERN_COLOURS[name])
    if score.asks_for_help:
        line.append(f"  asks for help {score.disclosure:.2f}", "bold green")
    if not explain:
        return line
    advice = advice_line(score, audience)
    return Group(line, *([_explanation(score)] if evidence else []), *([advice] if advice else []))


def advice_line(found: Score | ConversationState, audience: str) -> Text | None:
    """Return one line of advice, or None where nothing stands out."""
    advice = caution(found, audience)
    return Text.assemble((f"  advice, {audience}: ", "dim"), (advice, "italic")) if advice else None


def conversation_line(record: Record, state: ConversationState, conversation: object) -> Text:
    """Return a message of a conversation: risk and level of its author, conversation, author, text, new alerts."""
    line = _risk_and_level(state.speaker.risk, state.speaker.level)
    line.append(f"{visible(str(conversation))} ", "dim").append(f"{visible(str(state.author))}: ", "bold")
    line.append(visible(record.text))
    for alert in state.alerts:
        if alert.kind == "help":
            line.append(f"  asks for help: {visible(str(alert.author))}", "bold green")
            continue
        names = ", ".join(alert.patterns) or "no single pattern is clear"
        line.append(f"  alert: {visible(str(alert.author))} {alert.level} ({names})", LEVEL_STYLES[alert.level])
    return line


def marked_text(text: str, evidence: Iterable[Evidence]) -> Text:
    """Return a message with its evidence coloured by pattern and its control characters made visible."""
    shown = Text(visible(text))
    for item in reversed(list(evidence)):  # the strongest last: it stays on top
        shown.stylize(f"bold {_PATTERN_COLOURS[item.pattern]}", item.start, item.end)
    return shown


def _risk_and_level(risk: float, level: str) -> Text:
    return Text().append(f"{risk:5.2f} {level:<7}", LEVEL_STYLES[level])


def _named(pattern: str, score: Score) -> str:
    """Return a pattern of the evidence; one below its threshold is a guess."""
    return pattern if pattern in score.found else f"perhaps {pattern}"


def _explanation(score: Score) -> Text:
    """Return a line for each piece of evidence: pattern, weight, words; and how much of the message is known."""
    names = [_named(item.pattern, score) for item in score.evidence]
    width = max(map(len, (*names, _KNOWN)))
    lines = [
        Text.assemble((f"  {name:<{width}}", _PATTERN_COLOURS[item.pattern]), f"  {item.weight:+.2f}  ", item_text)
        for name, item in zip(names, score.evidence, strict=True)
        for item_text in (visible(item.text),)
    ]
    lines.append(Text.assemble((f"  {_KNOWN:<{width}}", "dim"), f"  {score.coverage:.0%}"))
    return Text("\n").join(lines)


def print_table(title: str, rows: Iterable[tuple[str, Any]]) -> None:
    """Print named values as a table."""
    table = NumberTable(title)
    table.add_column(overflow="crop")
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(Text(visible(name)), "too few messages" if value is None else Text(visible(str(value))))
    stdout_console().print(table)


def summary(counts: Mapping[str, int]) -> Text:
    """Return the number of messages at each level, in one line."""
    total = sum(counts.values())
    line = Text(f"{counted(total, 'message')}: ")
    for number, (level, count) in enumerate(counts.items()):
        line.append(", " if number else "").append(f"{count:,} {level}", LEVEL_STYLES[level])
    return line


class _Output(Console):
    """A console that hides nothing: what is wider than the terminal is printed whole.

    Who stops reading it ends the command, as for every other output.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        """Print objects without cropping them."""
        super().print(*objects, **{"crop": False, **options})

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def stdout_console(*, soft_wrap: bool = False) -> Console:
    """Return a console on standard output."""
    return _Output(highlight=False, soft_wrap=soft_wrap)


def tell(text: str) -> None:
    """Print a line for people on standard error. Names of files are hostile text too."""
    click.echo(visible(text, kept="\n"), err=True)


def told_if_none(records: Iterable[T], source: object) -> Iterator[T]:
    """Yield records, and say so where there is none."""
    number = 0
    for number, record in enumerate(records, start=1):  # noqa: B007 - counted
        yield record
    if not number:
        tell(f"grooming-risk: no message in {source}")


def stderr_console() -> Console:
    """Return a console on standard error, for people: standard output is for the next program."""
    return _Output(stderr=True, highlight=False)
