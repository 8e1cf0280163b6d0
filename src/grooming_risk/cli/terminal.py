"""Shows scores and figures on a terminal, with rich. Messages are hostile input: no control character gets through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import cycle
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from grooming_risk.control_characters import visible
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.guidance.notice import caution
from grooming_risk.io.messages import Record
from grooming_risk.labels import PATTERNS
from grooming_risk.scoring.result import Evidence, Score

LEVEL_STYLES: Final = {"none": "dim", "low": "cyan", "medium": "bold yellow", "high": "bold red"}
_COLOURS: Final = ("blue", "magenta", "green", "cyan", "red", "yellow", "bright_blue", "bright_magenta", "bright_red",
                   "bright_green", "bright_yellow")  # fmt: skip
_PATTERN_COLOURS: Final = dict(zip(PATTERNS, cycle(_COLOURS)))


def score_line(record: Record, score: Score, *, explain: bool, audience: str = "moderator") -> RenderableType:
    """Return one scored message for a terminal: risk, level, message with its evidence, and what was found.

    With `explain`, which words speak for what, and a line of advice for the audience.
    """
    head = Text.assemble(
        (f"{score.risk:5.2f} ", LEVEL_STYLES[score.level]), (f"{score.level:<7}", LEVEL_STYLES[score.level])
    )
    evidence = score.evidence
    line = Text.assemble(head, marked_text(record.text, evidence))
    for name in dict.fromkeys(e.pattern for e in evidence):
        line.append(f"  {name} {score.patterns[name]:.2f}", _PATTERN_COLOURS[name])
    if score.asks_for_help:
        line.append(f"  asks for help {score.disclosure:.2f}", "bold green")
    if not explain:
        return line
    advice = advice_line(score, audience)
    return Group(line, *([_explanation(score)] if evidence else []), *([advice] if advice else []))


def advice_line(found: Score | ConversationState, audience: str) -> Text | None:
    """Return the advice on what stands out, in one line, or None where nothing does."""
    advice = caution(found, audience)
    return Text.assemble((f"  advice, {audience}: ", "dim"), (advice, "italic")) if advice else None


def conversation_line(record: Record, state: ConversationState, conversation: object) -> Text:
    """Return one message of a conversation for a terminal: its author's risk after it, where, who, what, new alerts."""
    speaker = state.speaker
    style = LEVEL_STYLES[speaker.level]
    head = Text.assemble((f"{speaker.risk:5.2f} ", style), (f"{speaker.level:<7}", style))
    line = Text.assemble(head, (f"{visible(str(conversation))} ", "dim"), (f"{visible(str(state.author))}: ", "bold"))
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


def _explanation(score: Score) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
    for item in score.evidence:
        table.add_row(
            "",
            Text(item.pattern, _PATTERN_COLOURS[item.pattern]),
            f"+{item.weight:.2f}",
            marked_text(item.text, ()),
        )
    table.add_row("", Text("words known", "dim"), f"{score.coverage:.0%}", "")
    return table


def figure_table(title: str, figures: Iterable[tuple[str, Any]]) -> Table:
    """Return named figures as a table."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in figures:
        table.add_row(name, "too few messages" if value is None else str(value))
    return table


def summary(counts: Mapping[str, int]) -> Text:
    """Return how many messages came out at each level, in one line."""
    line = Text(f"{sum(counts.values()):,} messages: ")
    for number, (level, count) in enumerate(counts.items()):
        line.append(", " if number else "").append(f"{count:,} {level}", LEVEL_STYLES[level])
    return line


def stderr_console() -> Console:
    """Return a console on standard error: what is for the person, not for the next program."""
    return Console(stderr=True, highlight=False)
