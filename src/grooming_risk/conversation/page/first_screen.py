"""The first screen: who asks for help, who carries the risk and what to do, then the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from grooming_risk.conversation.page.course import MOST_LINKS, Course
from grooming_risk.conversation.page.markup import author_name, chip, counted, full_name, level_name, message_link
from grooming_risk.conversation.page.markup import shown as escaped
from grooming_risk.conversation.page.times import span
from grooming_risk.conversation.state.conversation_state import AuthorName, AuthorState, ConversationState
from grooming_risk.guidance.advice import UNCLEAR, advise
from grooming_risk.guidance.notice import caution
from grooming_risk.labels import ALERT_FROM, DISCLOSURE, LEVELS

_MOST_CARDS: Final = 3

Authors = Mapping[AuthorName, AuthorState]


def first_screen(state: ConversationState, course: Course | None = None, audience: str = "moderator") -> str:
    """Return who asks for help, who carries the risk with what to do, and the other authors behind it.

    Parameters
    ----------
    state : ConversationState
        Where the conversation stands.
    course : Course, optional
        What happened; without it nothing is linked.
    audience : str, default="moderator"
        Whom the line of advice is for.
    """
    authors = dict(sorted(state.authors.items(), key=lambda item: -item[1].risk))
    asking = {name: author for name, author in authors.items() if author.asks_for_help or _asks(name, course)}
    carriers = _carriers(authors)
    cards = [_help_card(name, course, audience) for name in islice(asking, _MOST_CARDS)]
    cards += [_risk_card(name, author, course, audience) for name, author in islice(carriers.items(), _MOST_CARDS)]
    if not carriers:
        cards.append('<p class="calm">No author carries a risk.</p>')
    told = {*islice(asking, _MOST_CARDS), *islice(carriers, _MOST_CARDS)}
    others = {name: author for name, author in authors.items() if name not in told}
    noun = "other author" if told else "author"
    cards.append(_others(others, counted(len(others), noun), links=course is not None) + _forgotten(state))
    return f'<section class="first" aria-label="Who">{"".join(cards)}</section>'


def _asks(name: AuthorName, course: Course | None) -> bool:
    return course is not None and name in course.asks


def _carriers(authors: Authors) -> Authors:
    """Return the authors at medium and above, or else those at low."""
    for least in (ALERT_FROM, 1):
        found = {name: author for name, author in authors.items() if LEVELS.index(author.level) >= least}
        if found:
            return found
    return {}


def _help_card(name: AuthorName, course: Course | None, audience: str) -> str:
    where = course.asks.get(name, []) if course else []
    said = f"<p>In {_links(where, course)}.</p>" if where else ""
    line = caution([DISCLOSURE], audience)
    return (
        f'<article class="card help"><h2>{author_name(name)} asks for help</h2>{full_name(name)}{said}'
        f'<p class="advice"><b>What to do:</b> {escaped(line)}</p></article>'
    )


def _risk_card(name: AuthorName, author: AuthorState, course: Course | None, audience: str) -> str:
    line = caution(author.found or (UNCLEAR,), audience)
    alarm = course.alarms.get(name) if course else None
    first = f"<p>First alert: {_links([alarm], course)}.</p>" if alarm is not None else ""
    return (
        f'<article class="card risk-{author.level}"><h2>{author_name(name)} carries '
        f"{'the' if author.level != 'low' else 'a'} risk: {level_name(author.level)}</h2>{full_name(name)}"
        f"{_patterns(author, audience, links=course is not None)}{first}"
        f'<p class="advice"><b>What to do:</b> {escaped(line)}</p></article>'
    )


def _patterns(author: AuthorState, audience: str, *, links: bool) -> str:
    if not author.found:
        return "<p>No single pattern is clear.</p>"
    items = (
        f"<li>{chip(name)} {escaped(title)}, first in {message_link(author.first_seen[name], links=links)}</li>"
        for name, title in zip(author.found, _titles(author.found, audience), strict=True)
    )
    return f'<ul class="patterns">{"".join(items)}</ul>'


def _titles(patterns: tuple[str, ...], audience: str) -> list[str]:
    return [one.title for one in advise(patterns, audience, "en")]


def _links(indices: Iterable[int], course: Course | None) -> str:
    """Return links to messages with their times; of many the first ones."""
    listed = list(indices)
    told = []
    for index in listed[:MOST_LINKS]:
        at = course.messages[index].at if course else None
        time = span(at, at, course.start, dated=True) if course else ""
        told.append(message_link(index, links=course is not None) + (f" ({time})" if time else ""))
    more = len(listed) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _forgotten(state: ConversationState) -> str:
    gone = state.dropped_authors
    return f"<p>No longer remembered, because there were too many: {counted(gone, 'author')}.</p>" if gone else ""


def _others(others: Authors, number: str, *, links: bool) -> str:
    if not others:
        return ""
    rows = "".join(_row(name, author, links=links) for name, author in others.items())
    heads = "".join(f'<th scope="col" role="columnheader">{head}</th>' for head in _HEADS)
    return (
        f'<details class="others"><summary>{number}: {_levels(others)}</summary>'
        f'<table class="cards" role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></details>'
    )


_HEADS: Final = ("author", "level", "messages", "patterns")


def _levels(others: Authors) -> str:
    """Return how many stand at each level, the highest first."""
    numbers = [(level, sum(author.level == level for author in others.values())) for level in reversed(LEVELS)]
    given = [(level, number) for level, number in numbers if number]
    return f"level {given[0][0]}" if len(given) == 1 else ", ".join(f"{number:,} {level}" for level, number in given)


def _row(name: AuthorName, author: AuthorState, *, links: bool) -> str:
    seen = author.first_seen
    patterns = ", ".join(f"{chip(one)} {message_link(seen[one], links=links)}" for one in author.found) or "none"
    helps = ", asks for help" if author.asks_for_help else ""
    cells = (author_name(name) + helps, level_name(author.level), f"{author.messages:,}", patterns)
    return f'<tr role="row">{table_cells(_HEADS, cells)}</tr>'


def table_cells(heads: Iterable[str], cells: Iterable[str]) -> str:
    """Return the cells of a row; each knows its heading, for screens on which rows become cards."""
    return "".join(
        f'<td role="cell" data-head="{head}"><div>{cell}</div></td>' for head, cell in zip(heads, cells, strict=True)
    )
