"""Reads what of a message is its author's own, joined with the author's last messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.joining import joined
from grooming_risk.conversation.quotes import Place, blanked, copied_runs, marked_quotes, merged
from grooming_risk.conversation.reader import Reader, Reading


class OwnWords(NamedTuple):
    """What of a message is its author's own.

    Attributes
    ----------
    text : str
        The message, with blanks where it quotes.
    quotes : tuple of (int, int)
        Where that is.
    part : Part
        Its reading, without the quotes.
    parts : list of Reading
        The messages that together are riskier than each alone; empty where it stands by itself.
    risk : float
        Log-odds of risk: of the message, or of `parts` read as one.
    """

    text: str
    quotes: tuple[Place, ...]
    part: Part
    parts: list[Reading]
    risk: float


class Heard(NamedTuple):
    """A message that was heard: its text, its place in the conversation, its time in seconds."""

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
    """Read a message without what it quotes.

    Parameters
    ----------
    reader : Reader
        Reads it.
    heard : Heard
        The message.
    tail : tuple of Part
        The author's last messages.
    others : callable
        Gives what `runs_of` gave for each other author. It is asked only where the message would stand out.
    stands_out : callable
        Says whether log-odds of risk do.
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
