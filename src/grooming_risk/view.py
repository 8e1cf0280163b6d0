"""Shows a conversation as HTML: a self-contained page, or a fragment for a notebook. Text is hostile: escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final, NamedTuple

from grooming_risk.conversation_state import AuthorName, ConversationState, TimelineEntry
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.result import Evidence

if TYPE_CHECKING:
    from grooming_risk.conversation import Conversation

_FOLDER: Final = Path(__file__).parent
_WIDTH, _HEIGHT, _LEFT, _TOP = 720, 200, 34, 10
_MINUTE: Final = 60.0


class Shown(NamedTuple):
    """A message as the page shows it.

    Attributes
    ----------
    text : str
        The message.
    at : float, datetime or None
        When it was sent.
    evidence : tuple of Evidence
        What to highlight in it.
    state : ConversationState
        The conversation after it.
    """

    text: str
    at: float | datetime | None
    evidence: tuple[Evidence, ...]
    state: ConversationState


def render_page(title: str, messages: Sequence[Shown], levels: dict[str, float], advice: str | None = None) -> str:
    """Return a conversation as a page that needs no network and runs no script.

    Parameters
    ----------
    title : str
        Heading of the page.
    messages : sequence of Shown, at least one
        The conversation in order.
    levels : dict of str to float
        Risk from which it is low, medium, high.
    advice : str, optional
        What to do, in one line.
    """
    last = messages[-1].state
    sides = {name: number for number, name in enumerate(dict.fromkeys(message.state.author for message in messages))}
    return Template((_FOLDER / "view.html").read_text(encoding="utf-8")).substitute(
        title=shown(title),
        style=(_FOLDER / "view.css").read_text(encoding="utf-8"),
        summary=_summary(messages),
        advice=f'<p class="advice">{shown(advice)}</p>' if advice else "",
        curve=_curve([message.state for message in messages], levels),
        body=_tables(last, links=True),
        messages="\n".join(_bubble(number, message, sides) for number, message in enumerate(messages)),
    )


def render_fragment(chat: Conversation) -> str:
    """Return where a conversation stands as a fragment for a notebook; it quotes messages only where they are kept."""
    state = chat.state
    style = (_FOLDER / "view.css").read_text(encoding="utf-8")
    if state is None:
        return '<div class="gr"><p>A conversation without messages.</p></div>'
    head = f"<p>After {state.index + 1} messages: {_level(state.level, state.risk)}</p>"
    return f'<div class="gr"><style>{style}</style>{head}{_tables(state, links=False)}</div>'


def shown(text: object) -> str:
    """Return text for HTML: escaped, with its control characters made visible (a line feed stays)."""
    visible = (c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in str(text))
    return escape("".join(visible))


def _summary(messages: Sequence[Shown]) -> str:
    last = messages[-1].state
    highest = max((message.state for message in messages), key=lambda state: state.risk)
    alerts = sum(len(message.state.alerts) for message in messages)
    return (
        f"{len(messages)} messages. At the end: {_level(last.level, last.risk)}; "
        f"highest: {_level(highest.level, highest.risk)}. Alerts: {alerts}."
    )


def _level(level: str, risk: float) -> str:
    return f'<b class="{level}">{level}</b> ({risk:.2f})'


def _tables(state: ConversationState, *, links: bool) -> str:
    authors = "".join(
        f"<tr><td>{shown(name)}</td><td>{_level(one.level, one.risk)}</td><td>{one.messages}</td>"
        f"<td>{_first_seen(one.first_seen)}</td><td>{one.disclosure:.2f}</td></tr>"
        for name, one in state.authors.items()
    )
    entries = "".join(_entry(index, list(group), links) for index, group in _by_message(state.timeline))
    nothing = '<tr><td colspan="5">No message stood out.</td></tr>'
    return (
        '<section id="who"><h2>Who</h2><table><thead><tr><th scope="col">author</th><th scope="col">risk</th>'
        '<th scope="col">messages</th><th scope="col">patterns, first seen in message</th>'
        f'<th scope="col">asks for help</th></tr></thead><tbody>{authors}</tbody></table></section>'
        '<section id="what"><h2>What raised the risk</h2><table><thead><tr><th scope="col">message</th>'
        '<th scope="col">author</th><th scope="col">patterns</th><th scope="col">evidence</th>'
        '<th scope="col">added to log-odds</th></tr></thead>'
        f"<tbody>{entries or nothing}</tbody></table></section>"
    )


def _by_message(timeline: Iterable[TimelineEntry]) -> Iterator[tuple[int, Iterator[TimelineEntry]]]:
    return groupby(timeline, key=lambda entry: entry.index)


def _entry(index: int, entries: Sequence[TimelineEntry], links: bool) -> str:
    number = f'<a href="#m{index + 1}">{index + 1}</a>' if links else str(index + 1)
    patterns = "<br>".join(f"{_name(entry.pattern)} {entry.probability:.2f}" for entry in entries)
    quotes = dict.fromkeys(item.text for entry in entries for item in entry.evidence if item.text)
    evidence = "<br>".join(f"<q>{shown(quote)}</q>" for quote in quotes)
    joined = "" if any(entry.evidence for entry in entries) else "read with the messages before it"
    return (
        f"<tr><td>{number}</td><td>{shown(entries[0].author)}</td><td>{patterns}</td>"
        f"<td>{evidence or joined}</td><td>{entries[0].rise:+.2f}</td></tr>"
    )


def _first_seen(first_seen: object) -> str:
    return ", ".join(f"{_name(name)} {index + 1}" for name, index in dict(first_seen).items())  # type: ignore[call-overload]


def _name(pattern: str) -> str:
    return pattern.replace("_", " ")


def _hue(pattern: str) -> str:
    return f"--hue: {PATTERNS.index(pattern) * 360 // len(PATTERNS)}"


def _bubble(number: int, message: Shown, sides: dict[AuthorName, int]) -> str:
    state = message.state
    kinds = {alert.kind for alert in state.alerts}
    named = {"right": sides[state.author] % 2, "alert": "risk" in kinds, "help": "help" in kinds}
    classes = " ".join(name for name, given in named.items() if given)
    risk = _level(state.speaker.level, state.speaker.risk)
    tags = "".join(
        f'<span class="tag" style="{_hue(name)}; --full: 90%">{_name(name)}</span>'
        for name in dict.fromkeys(e.pattern for e in message.evidence)
    )
    alerts = "".join(
        '<span class="tag help">asks for help</span>'
        if alert.kind == "help"
        else f'<span class="tag {alert.level}">alert: {alert.level}</span>'
        for alert in state.alerts
    )
    late = '<span class="tag">earlier by its clock</span>' if state.out_of_order else ""
    return (
        f'<li id="m{number + 1}" tabindex="0" class="{classes}"><div class="who"><span>{number + 1}</span>'
        f"<b>{shown(state.author)}</b><span>{_time(message.at)}</span><span>{risk}</span></div>"
        f'<p class="said">{_highlighted(message.text, message.evidence)}</p>{tags}{alerts}{late}</li>'
    )


def _time(at: float | datetime | None) -> str:
    if at is None:
        return ""
    return f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else f"minute {at / _MINUTE:.0f}"


def _highlighted(text: str, evidence: Iterable[Evidence]) -> str:
    """Return a message with its evidence marked; where two overlap, the stronger is named."""
    owner: list[str] = [""] * len(text)
    for item in sorted(evidence, key=lambda item: item.weight):
        owner[item.start : item.end] = [item.pattern] * (item.end - item.start)
    parts, start = [], 0
    for pattern, run in groupby(owner):
        end = start + len(list(run))
        piece = shown(text[start:end])
        parts.append(f'<mark title="{_name(pattern)}" style="{_hue(pattern)}">{piece}</mark>' if pattern else piece)
        start = end
    return "".join(parts)


def _curve(states: Sequence[ConversationState], levels: dict[str, float]) -> str:
    """Return the risk over the messages as a drawing, with the levels and the alerts."""
    step = (_WIDTH - _LEFT - 10) / max(len(states) - 1, 1)
    points = [(_LEFT + step * number, _up(state.risk)) for number, state in enumerate(states)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = "".join(
        f'<a href="#m{number + 1}"><circle cx="{points[number][0]:.1f}" cy="{points[number][1]:.1f}" r="5">'
        f"<title>alert in message {number + 1}</title></circle></a>"
        for number, state in enumerate(states)
        if state.alerts
    )
    rules = "".join(
        f'<line class="axis {level}" x1="{_LEFT}" x2="{_WIDTH}" y1="{_up(levels[level]):.1f}" '
        f'y2="{_up(levels[level]):.1f}"/><text x="{_LEFT + 4}" y="{_up(levels[level]) - 3:.1f}">{level}</text>'
        for level in LEVELS[2:]
    )
    scale = "".join(f'<text x="4" y="{_up(risk) + 4:.1f}">{risk:g}</text>' for risk in (0.0, 0.5, 1.0))
    highest = max(range(len(states)), key=lambda number: states[number].risk)
    course = f"Risk from {states[0].risk:.2f} to {states[-1].risk:.2f}"
    label = f"{course}; highest {states[highest].risk:.2f} in message {highest + 1}"
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {_HEIGHT + 2 * _TOP}" role="img" aria-label="{label}">'
        f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH}" y1="{_up(0):.1f}" y2="{_up(0):.1f}"/>{rules}{scale}'
        f'<polyline class="risk" points="{line}"/>{marks}</svg><figcaption>{label}.</figcaption></figure>'
    )


def _up(risk: float) -> float:
    return _TOP + _HEIGHT * (1 - risk)
