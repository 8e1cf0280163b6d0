"""Reads what a message that asks for help says besides: no cry for help hides what its author asks for.

Sentences, then clauses, are read apart. Those that ask for help, or report what somebody did, are not their author's
own asks. Where a message has no marks between them, the cry only softens the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from grooming_risk.conversation.quotes import Place
from grooming_risk.conversation.reader import Reader, Reading
from grooming_risk.text.windows import WINDOW

SOFTENED: Final = 3.0
"""Log-odds that a cry for help takes off the whole of its message; twice that where the message begins as a report."""

CRY: Final = "seek_help"
"""Concept of words that ask for help."""

_SENTENCE_END: Final = re.compile(r"[.!?;…]+(?=\s|$)|[。！？；\n]")
_CLAUSE_END: Final = re.compile(r"""[^\w\s'’"“”«»‘:@#*()<>&-]+|\s[-–—]+\s|\n""")
_OWN: Final = (("me",), ("my_child",))  # "my coach", "my friend"
_OTHERS: Final = frozenset({"third_person", "somebody", "someone_did", "stranger"})
_OWN_PEOPLE: Final = frozenset({"coach", "adult", "relative", "partner", "friend", "sibling", "guardian", "authority",
                                     "my_child"})  # fmt: skip


class Beside(NamedTuple):
    """The riskiest of what a message says besides its cry for help: where, and its reading."""

    place: Place
    reading: Reading


def beside_help(reader: Reader, text: str, asks: float) -> Beside | None:
    """Return the riskiest sentence, clause, or row of them that neither asks for help nor reports; None without any.

    Parameters
    ----------
    reader : Reader
        Reads the parts, in time linear in the length of the message.
    text : str
        A message that asks for help.
    asks : float
        Log-odds of disclosure from which a part asks for help.
    """
    sentences = [*_parts(text, (0, len(text)), _SENTENCE_END)]
    found = [*_rows(reader, text, asks, sentences, anywhere=False)]
    for sentence in sentences:
        found += _rows(reader, text, asks, _own_clauses(reader, text, sentence), anywhere=True)
    return max(found, key=lambda one: one.reading.risk, default=None)


def softened(reader: Reader, text: str, risk: float) -> float:
    """Return the log-odds of risk that the whole of a message keeps when it asks for help."""
    return risk - SOFTENED * (1 + _reports(reader.concepts(text), anywhere=False))


def calls_for_help(reader: Reader, text: str, reading: Reading) -> bool:
    """Return whether a message has words that ask for help, however long it is."""
    return CRY in (reader.concepts(text) if reading.size > WINDOW else reading.concepts)


def _rows(reader: Reader, text: str, asks: float, parts: Iterable[Place], *, anywhere: bool) -> Iterator[Beside]:
    """Yield the parts that count, and the rows of those that follow each other."""
    row: list[Beside] = []
    for start, end in parts:
        reading, concepts = reader.read(text[start:end]), reader.concepts(text[start:end])
        own = Beside((start, end), reading)
        tells = reading.disclosure >= asks or _reports(concepts, anywhere=anywhere)
        if not tells:
            yield own
        if tells or CRY in concepts:
            yield from _whole(reader, text, row)
            row = []
        elif reading.size:
            row.append(own)
    yield from _whole(reader, text, row)


def _whole(reader: Reader, text: str, row: list[Beside]) -> Iterator[Beside]:
    if len(row) > 1:
        start, end = row[0].place[0], row[-1].place[1]
        yield Beside((start, end), reader.read(text[start:end]))


def _parts(text: str, place: Place, ends: re.Pattern[str]) -> Iterator[Place]:
    start, last = place
    for end in ends.finditer(text, start, last):
        yield start, end.start()
        start = end.end()
    yield start, last


def _own_clauses(reader: Reader, text: str, sentence: Place) -> Iterator[Place]:
    """Yield the clauses of a sentence up to one that says what somebody said: what follows is said by them."""
    for start, end in _parts(text, sentence, _CLAUSE_END):
        yield start, end
        if _reports(reader.concepts(text[start:end]), anywhere=True) and reader.tells(text[start:end]):
            return


def _reports(concepts: Sequence[str], *, anywhere: bool) -> bool:
    """Return whether a part tells of somebody: as its first concept or two, or anywhere in it."""
    first = tuple(concepts[:2])
    leads = not _OTHERS.isdisjoint(first) or (first[:1] in _OWN and not _OWN_PEOPLE.isdisjoint(first))
    return leads or (anywhere and not _OTHERS.isdisjoint(concepts))
