"""Reads what of a message is its author's own, joined with the author's last messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.copies import copied, unsaid
from grooming_risk.conversation.joining import joined
from grooming_risk.conversation.quotes import Place, blanked, marked_quotes, merged, without
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


class Bounds(NamedTuple):
    """From which log-odds a message stands out by its risk, and from which it asks for help."""

    stands_out: Callable[[float], bool]
    asks: float


def own_words(
    reader: Reader, heard: Heard, tail: tuple[Part, ...], others: Callable[[], Sequence[bytes]], bounds: Bounds
) -> OwnWords:
    """Read a message without its quotes, after the `tail` of its author's last messages.

    What it marks as a quote and no other author wrote before is the author's own, if it matters. What others wrote is
    looked for only then: `others` gives what `copies.remembered` kept of each other author.
    """
    marked = marked_quotes(heard.text)
    own = _read(reader, heard, tail, marked)
    if bounds.stands_out(own.risk) and (copies := copied(own.text, others())):
        own = _read(reader, heard, tail, merged([*marked, *copies]))
    if marked and (new := unsaid(heard.text, marked, others())):
        whole = _read(reader, heard, tail, without(own.quotes, new))
        if _matters_more(whole, own, bounds):
            return whole
    return own


def _matters_more(whole: OwnWords, own: OwnWords, bounds: Bounds) -> bool:
    """Return whether the unsaid words of quotes make a message risky, or ask for help."""
    if bounds.stands_out(whole.risk) and whole.risk > own.risk:
        return True
    return whole.part.reading.disclosure >= bounds.asks and not bounds.stands_out(own.risk)


def _read(reader: Reader, heard: Heard, tail: tuple[Part, ...], quotes: Sequence[Place]) -> OwnWords:
    text = blanked(heard.text, quotes) if quotes else heard.text
    part = Part(reader.read(text), heard.message, heard.at)
    parts, risk = joined(reader, tail, part)
    return OwnWords(text, tuple(quotes), part, parts, risk)
