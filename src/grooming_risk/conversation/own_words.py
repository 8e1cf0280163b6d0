"""Reads what of a message is its author's own, joined with the author's last messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.joining import joined
from grooming_risk.conversation.quotes import Place, blanked, copied_runs, marked_quotes, merged
from grooming_risk.conversation.reader import Reader, Reading


class OwnWords(NamedTuple):
    """What of a message is its author's own."""

    text: str  # with blanks in place of quotes
    quotes: tuple[Place, ...]
    part: Part  # its reading, without the quotes
    parts: list[Reading]  # messages that together are riskier than each alone; empty if the message stands by itself
    risk: float  # log-odds of the message, or of `parts` read as one


class Heard(NamedTuple):
    """A new message: its text, its place in the conversation, its time in seconds."""

    text: str
    message: int
    at: float | None


def own_words(
    reader: Reader,
    heard: Heard,
    tail: tuple[Part, ...],
    others: Callable[[], Iterable[Sequence[int]]],
    stands_out: Callable[[float], bool],
) -> OwnWords:
    """Read a message without its quotes, after the `tail` of its author's last messages.

    Copies are looked for only if the log-odds stand out: `others` then gives the `runs_of` each other author.
    """
    quotes = marked_quotes(heard.text)
    own = _read(reader, heard, tail, quotes)
    if stands_out(own.risk) and (copies := copied_runs(own.text, others())):
        own = _read(reader, heard, tail, merged([*quotes, *copies]))
    return own


def _read(reader: Reader, heard: Heard, tail: tuple[Part, ...], quotes: list[Place]) -> OwnWords:
    text = blanked(heard.text, quotes) if quotes else heard.text
    part = Part(reader.read(text), heard.message, heard.at)
    parts, risk = joined(reader, tail, part)
    return OwnWords(text, tuple(quotes), part, parts, risk)
