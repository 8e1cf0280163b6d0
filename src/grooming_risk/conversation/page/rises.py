"""The table of what raised the risk: message, author, patterns with their evidence, and what it did, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from grooming_risk.conversation.page.course import Course
from grooming_risk.conversation.page.first_screen import table_cells
from grooming_risk.conversation.page.markup import author_name, chip, counted, message_link, shown
from grooming_risk.conversation.page.passages import quotes
from grooming_risk.conversation.state.conversation_state import ConversationState, TimelineEntry
from grooming_risk.labels import LEVELS

_HEADS: Final = ("message", "author", "pattern and evidence", "what it did")
_MOST_ROWS: Final = 20
_LITTLE, _MUCH = 0.5, 2.0  # log-odds


def rises(state: ConversationState, course: Course | None = None) -> str:
    """Return what raised the risk, message by message; beyond twenty messages the rest is folded.

    Parameters
    ----------
    state : ConversationState
        Where the conversation stands.
    course : Course, optional
        What happened; without it nothing is linked, and levels that were reached are not told.
    """
    rows = [
        _row(index, list(entries), course) for index, entries in groupby(state.timeline, key=lambda entry: entry.index)
    ]
    if not rows:
        return "<p>No message stood out.</p>"
    folded = rows[_MOST_ROWS:]
    rest = f"<details><summary>{counted(len(folded), 'further message')}</summary>{_table(folded)}</details>"
    return _table(rows[:_MOST_ROWS]) + (rest if folded else "")


def effect(rise: float, before: str | None = None, after: str | None = None) -> str:
    """Return what a message did to its author's risk, in words.

    Parameters
    ----------
    rise : float
        What it added to the log-odds.
    before, after : str, optional
        Level of the author before and after it.

    Examples
    --------
    >>> effect(2.3, "low", "medium"), effect(0.2, "low", "low"), effect(3.0)
    ('raised the risk from low to medium', 'rose a little, still low', 'rose much')
    """
    if before is not None and after is not None and before != after:
        rose = LEVELS.index(after) > LEVELS.index(before)
        return f"{'raised' if rose else 'lowered'} the risk from {before} to {after}"
    still = f", still {after}" if after is not None else ""
    if rise <= 0:
        return ("fell" if rise else "no change") + still
    return ("rose a little" if rise < _LITTLE else "rose" if rise < _MUCH else "rose much") + still


def _table(rows: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col" role="columnheader">{head}</th>' for head in _HEADS)
    return (
        f'<table class="cards rises" role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def _row(index: int, entries: Sequence[TimelineEntry], course: Course | None) -> str:
    did = effect(entries[0].rise)
    if course is not None:
        did = effect(entries[0].rise, course.before[index], course.messages[index].state.speaker.level)
    patterns = "".join(f"<li>{chip(entry.pattern)}{_evidence(entry)}</li>" for entry in entries)
    cells = (
        message_link(index, links=course is not None),
        author_name(entries[0].author),
        f'<ul class="patterns">{patterns}</ul>',
        did,
    )
    return f'<tr role="row">{table_cells(_HEADS, cells)}</tr>'


def _evidence(entry: TimelineEntry) -> str:
    if not entry.evidence:
        return " read together with the messages before it"
    return "".join(f" <q><bdi>{shown(quote)}</bdi></q>" for quote in quotes(entry.evidence))
