"""What is wanted of the queue, as a condition of SQL; and what is counted of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from grooming_risk.desk.decision import DeskError, check_text, written_name
from grooming_risk.errors import UnknownNameError
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.queue.message_store import storable


class Wanted(NamedTuple):
    """Which conversations of the queue are wanted; None: whichever.

    Attributes
    ----------
    help : bool or None
        Whether somebody asks for help.
    level : str or None
        A level.
    pattern : str or None
        A pattern that was found.
    author : str or None
        Part of the id or the shown name of somebody who writes in it, in any case.
    undecided : bool
        Whether only those that the person is still to read.
    """

    help: bool | None = None
    level: str | None = None
    pattern: str | None = None
    author: str | None = None
    undecided: bool = True


class Counts(NamedTuple):
    """Numbers of conversations.

    Attributes
    ----------
    total, undecided : int
        All that the filter lets through, decided or not; those of them that the person is still to read.
    help : int
        Of what `Wanted` shows: those where somebody asks for help.
    levels, patterns : mapping of str to int
        Of what `Wanted` shows: by level, and by pattern found.
    """

    total: int
    undecided: int
    help: int
    levels: Mapping[str, int]
    patterns: Mapping[str, int]


OPEN = (
    "(ranking.readings < ranking.wanted AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.conversation ="
    " ranking.conversation AND decision.newest = ranking.newest AND decision.person = :person))"
)
"""Condition of a conversation that a person is still to read; nobody reads one twice."""


def condition(wanted: Wanted, person: str, *, undecided: bool | None = None) -> tuple[str, dict[str, Any]]:
    """Return a condition on the table ``ranking`` and its values; `undecided` stands in for that of `wanted`.

    Raises
    ------
    UnknownNameError, DeskError
        The level or the pattern is unknown; a field holds something else.
    """
    _check(wanted)
    parts = {
        "ranking.help = :help": wanted.help is not None,
        "ranking.level = :level": wanted.level is not None,
        "instr(ranking.patterns, :pattern)": wanted.pattern is not None,
        "EXISTS (SELECT 1 FROM author WHERE author.conversation = ranking.conversation"
        " AND instr(casefold(author.id || char(10) || author.name), :author))": bool(wanted.author),
        OPEN: wanted.undecided if undecided is None else undecided,
    }
    values = {
        "help": bool(wanted.help),
        "level": wanted.level,
        "pattern": f'"{wanted.pattern}"',
        "author": storable(wanted.author or "").casefold(),
        "person": written_name(person),
    }
    return " AND ".join(["1", *(part for part, used in parts.items() if used)]), values


def _check(wanted: Wanted) -> None:
    if not isinstance(wanted, Wanted):
        raise DeskError(f"what is wanted must be a Wanted, not {type(wanted).__name__}")
    for name in ("level", "pattern", "author"):
        if getattr(wanted, name) is not None:
            check_text(f"the {name} that is wanted", getattr(wanted, name))
    if wanted.level is not None and wanted.level not in LEVELS:
        raise UnknownNameError("level", wanted.level, LEVELS)
    if wanted.pattern is not None and wanted.pattern not in PATTERNS:
        raise UnknownNameError("pattern", wanted.pattern, PATTERNS)
