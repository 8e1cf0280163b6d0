"""Reads what of a message is its author's own, joined with the author's last messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.beside_help import beside_help, calls_for_help, softened
from grooming_risk.conversation.copies import copied, unsaid
from grooming_risk.conversation.joining import joined
from grooming_risk.conversation.quotes import Place, blanked, marked_quotes, merged, without
from grooming_risk.conversation.reader import Reader, Reading
from grooming_risk.model.logistic import EMPTY_LOG_ODDS


class OwnWords(NamedTuple):
    """What of a message is its author's own."""

    text: str  # with blanks in place of quotes
    quotes: tuple[Place, ...]
    part: Part  # its reading, without the quotes; where it asks for help, of what it says besides
    parts: list[Reading]  # messages that together are riskier than each alone; empty if the message stands by itself
    risk: float  # log-odds of the message, or of `parts` read as one
    disclosure: float  # log-odds
    asks: bool  # for help
    weighed: str  # the text of `risk`: where it asks for help, of what it says besides


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
    own = _without_quotes(reader, heard, tail, others, bounds)
    found = _beside_help(reader, heard, tail, own, bounds)
    risky = bounds.stands_out(found.risk)
    if bounds.stands_out(own.risk) or not (risky or found.asks):
        return found
    if copies := copied(reader.tokens(own.text), others()):
        own = _read(reader, heard, tail, merged([*own.quotes, *copies]), bounds)
        return _beside_help(reader, heard, tail, own, bounds) if risky else found._replace(text=own.text)
    return found


def _without_quotes(
    reader: Reader, heard: Heard, tail: tuple[Part, ...], others: Callable[[], Sequence[bytes]], bounds: Bounds
) -> OwnWords:
    marked = marked_quotes(heard.text)
    own = _read(reader, heard, tail, marked, bounds)
    if bounds.stands_out(own.risk) and (copies := copied(reader.tokens(own.text), others())):
        own = _read(reader, heard, tail, merged([*marked, *copies]), bounds)
    if marked and (new := unsaid(reader.tokens(heard.text), marked, others())):
        whole = _read(reader, heard, tail, without(own.quotes, new), bounds)
        if _matters_more(whole, own, bounds):
            return whole
    return own


def _matters_more(whole: OwnWords, own: OwnWords, bounds: Bounds) -> bool:
    """Return whether the unsaid words of quotes make a message risky, or ask for help."""
    if bounds.stands_out(whole.risk) and whole.risk > own.risk:
        return True
    return whole.asks and not bounds.stands_out(own.risk)


def _beside_help(reader: Reader, heard: Heard, tail: tuple[Part, ...], own: OwnWords, bounds: Bounds) -> OwnWords:
    """Return the risk of what a message says besides its cry for help, or of its whole, softened by a plain cry."""
    if not (own.asks or calls_for_help(reader, own.text, own.part.reading)):
        return own
    whole = softened(reader, own.text, own.part.reading.risk) if own.asks else own.risk
    beside = beside_help(reader, own.text, bounds.asks)
    if not own.asks and (beside is None or beside.reading.risk <= whole):
        return own
    if beside is None:
        nothing = Part(_NOTHING, heard.message, heard.at)
        return own._replace(part=nothing, parts=[], risk=whole)
    start, end = beside.place
    part = Part(beside.reading, heard.message, heard.at)
    parts, risk = joined(reader, tail, part)
    if whole > risk:
        return own._replace(part=part, parts=[], risk=whole)
    text = blanked(own.text, [(0, start), (end, len(own.text))])
    return own._replace(part=part, parts=parts, risk=risk, weighed=text)


def _read(reader: Reader, heard: Heard, tail: tuple[Part, ...], quotes: Sequence[Place], bounds: Bounds) -> OwnWords:
    text = blanked(heard.text, quotes) if quotes else heard.text
    part = Part(reader.read(text), heard.message, heard.at)
    parts, risk = joined(reader, tail, part)
    disclosure = part.reading.disclosure
    return OwnWords(text, tuple(quotes), part, parts, risk, disclosure, disclosure >= bounds.asks, text)


_NOTHING: Final = Reading(EMPTY_LOG_ODDS, EMPTY_LOG_ODDS, 0)
