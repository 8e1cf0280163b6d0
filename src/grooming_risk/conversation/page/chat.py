"""The chat itself: marked messages, harmless stretches folded, a line where the day changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from grooming_risk.conversation.page.course import Course, Shown, linked, with_marks
from grooming_risk.conversation.page.folds import Stretch, stretches
from grooming_risk.conversation.page.markup import author_name, chip, counted, level_name, shown
from grooming_risk.conversation.page.passages import marked, passages
from grooming_risk.conversation.page.times import clock_time, day_of, span
from grooming_risk.conversation.state.conversation_state import Alert, AuthorName
from grooming_risk.labels import LEVELS

_Dated = tuple[float | datetime | None, str]
"""When something was said, and its item of the list."""


def chat_list(course: Course) -> str:
    """Return the messages as items of a list.

    Parameters
    ----------
    course : Course
        What happened.
    """
    sides: dict[AuthorName, int] = {}
    for message in course.messages:
        sides.setdefault(message.state.author, len(sides))
    return "\n".join(_with_days(_items(course, sides)))


def _items(course: Course, sides: dict[AuthorName, int]) -> Iterator[_Dated]:
    for stretch in stretches(len(course.messages), with_marks(course), linked(course)):
        if stretch.folded:
            yield None, _fold(stretch, course)
            continue
        for index in range(stretch.first, stretch.end):
            yield course.messages[index].at, _bubble(index, course, sides)


def _with_days(items: Iterable[_Dated]) -> Iterator[str]:
    """Yield items with a line before each that begins another day; a fold has its days inside."""
    day = ""
    for at, item in items:
        today = day_of(at)
        if today and today != day:
            yield f'<li class="day">{today}</li>'
            day = today
        yield item


def _fold(stretch: Stretch, course: Course) -> str:
    """Return messages behind their number and times; a row each, so that a long chat stays light."""
    messages = course.messages[stretch.first : stretch.end]
    times = span(messages[0].at, messages[-1].at, course.start)
    rows = _with_days((one.at, _line(n, one, course.start)) for n, one in enumerate(messages, stretch.first))
    marks = sum(message.asks or bool(message.evidence) for message in messages)
    what = f", {marks:,} of them marked" if marks else " without a mark"
    said = counted(len(messages), "message") + what + (f", {times}" if times else "")
    return f'<li class="fold"><details><summary>{said}</summary><ol>{"".join(rows)}</ol></details></li>'


def _line(index: int, message: Shown, start: float) -> str:
    late = " (earlier by its clock)" if message.state.out_of_order else ""
    time = clock_time(message.at, start)
    text, tags = shown(message.text), ""
    if message.asks or message.evidence:
        keys = _keys(message)
        text, tags = marked(message.text, passages(message.evidence), keys), _tags(message, keys, [])
    return (
        f'<li id="m{index + 1}"><small>{index + 1} {author_name(message.state.author)} {time}{late}</small> '
        f'<bdi class="said">{text}</bdi>{tags}</li>'
    )


def _bubble(index: int, course: Course, sides: dict[AuthorName, int]) -> str:
    message = course.messages[index]
    state = message.state
    found = passages(message.evidence)
    named = {
        "right": sides[state.author] % 2,
        "alert": any(alert.kind == "risk" for alert in state.alerts),
        "help": message.asks,
    }
    keys = _keys(message)
    classes = " ".join(name for name, given in named.items() if given)
    return (
        f'<li id="m{index + 1}" tabindex="0" class="{classes}"><div class="who"><span>{index + 1}</span>'
        f"<b>{author_name(state.author)}</b>{_time(message.at, course.start)}{_level(state.speaker.level)}</div>"
        f'<p class="said" dir="auto">{marked(message.text, found, keys)}</p>'
        f"{_tags(message, keys, course.joined.get(index, []))}</li>"
    )


def _keys(message: Shown) -> dict[str, str]:
    """Return the sign of each pattern in the message: a number where there are several, so that colour is not all."""
    patterns = list(dict.fromkeys(name for passage in passages(message.evidence) for name in passage.patterns))
    return {name: str(number) if len(patterns) > 1 else "" for number, name in enumerate(patterns, 1)}


def _time(at: float | datetime | None, start: float) -> str:
    told = clock_time(at, start)
    if not told:
        return ""
    return f'<time datetime="{at.isoformat()}">{told}</time>' if isinstance(at, datetime) else f"<span>{told}</span>"


def _level(level: str) -> str:
    return f"<span>risk {level_name(level)}</span>" if level != LEVELS[0] else ""


def _tags(message: Shown, keys: dict[str, str], joined: list[str]) -> str:
    helps = '<span class="tag help">asks for help</span>' if message.asks else ""
    alerts = "".join(_alert(alert) for alert in message.state.alerts if alert.kind == "risk")
    chips = "".join(chip(name, key, sure=message.sure) for name, key in keys.items())
    late = '<span class="tag">earlier by its clock</span>' if message.state.out_of_order else ""
    together = "".join(map(chip, joined)) + "<span>with the messages before it</span>" if joined else ""
    tags = helps + alerts + chips + together + late
    return f'<p class="tags">{tags}</p>' if tags else ""


def _alert(alert: Alert) -> str:
    return f'<span class="tag {alert.level}">alert: {alert.level}</span>'
