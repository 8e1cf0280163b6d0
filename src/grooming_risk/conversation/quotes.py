"""Finds what an author quotes: marked quotes, and what another author of the chat wrote before.

Who answers by quoting has not said it. A quote keeps its place: its characters become blanks, so that offsets hold.
What others wrote is remembered as hashes of runs of words, a few for each author; no text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from zlib import crc32

RUN: Final = 5
"""Words in a row that are taken for a copy where another author wrote them before."""

REMEMBERED: Final = 12
"""Runs of an author that are remembered, the newest ones."""

Place = tuple[int, int]
"""Start and end of a quote in a message."""

_SIGNS: Final = (">", "&gt;", "[/", "wrote:")  # a message without any of them quotes nobody by marks
_LINE: Final = re.compile(r"[ \t]*(?:>|&gt;)+(?=[\s\w<\"'*]|$)")  # not >:( or >.<
_HEADER: Final = re.compile(r"[ \t]*On\b.{3,200}\bwrote:\s*$", re.IGNORECASE)
_TAG: Final = re.compile(
    r"\[(/?)(quote)(?:=[^\]\n]{0,100})?\]|<(/?)(blockquote|mx-reply)(?:\s[^>\n]{0,100})?>", re.IGNORECASE
)
_WORD: Final = re.compile(r"\w+")
_SPARSE: Final = 5  # a long message is remembered by every fifth run, and its last one


def marked_quotes(text: str) -> list[Place]:
    r"""Return where a message quotes by marks, in order.

    Lines that begin with ``>``, ``[quote]..[/quote]``, ``<blockquote>``, ``<mx-reply>``, and ``On .. wrote:`` with what
    follows: the lines that begin with ``>`` where the next one does, else all. What is not closed quotes nothing.

    Parameters
    ----------
    text : str
        The message.

    Examples
    --------
    >>> marked_quotes("> our secret ok\nno"), marked_quotes(">:( no")
    ([(0, 15)], [])
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    return merged([*_lines(text), *_tagged(text)])


def copied_runs(text: str, others: Iterable[Sequence[int]]) -> list[Place]:
    """Return where a message repeats `RUN` or more words in a row that another author wrote before.

    Parameters
    ----------
    text : str
        The message.
    others : iterable of sequence of int
        What `runs_of` gave for each of the others.

    Examples
    --------
    >>> copied_runs("he wrote our secret ok dont tell", [runs_of("Our secret ok, dont tell anyone")])
    [(9, 32)]
    """
    runs = dict(_runs(text))
    known = {run for said in others if not runs.keys().isdisjoint(said) for run in said}
    return merged([place for run, place in _runs(text) if run in known]) if known else []


def runs_of(text: str) -> tuple[int, ...]:
    """Return hashes of the runs of words of a message, for `copied_runs`.

    Examples
    --------
    >>> runs_of("dont tell your mom"), len(runs_of("dont tell your mom ok"))
    ((), 1)
    """
    runs = [run for run, _ in _runs(text)]
    return tuple(runs if len(runs) <= RUN else [*runs[:-1:_SPARSE], runs[-1]])


def blanked(text: str, places: Iterable[Place]) -> str:
    r"""Return a message with blanks in some places, as long as it was; line feeds stay.

    Examples
    --------
    >>> blanked("> our secret\nno", [(0, 12)])
    '            \nno'
    """
    parts, done = [], 0
    for start, end in places:
        parts += [text[done:start], *("\n" if sign == "\n" else " " for sign in text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def merged(places: Iterable[Place]) -> list[Place]:
    """Return places in order, those that touch as one."""
    found: list[Place] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _lines(text: str) -> Iterator[Place]:
    start, after_header = 0, False
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n"))
        quoted = _LINE.match(line) is not None
        if after_header and line.strip():
            if not quoted:  # a mail program without marks: all that follows is the quote
                yield start, len(text)
                return
            after_header = False
        if quoted:
            yield start, end
        elif _HEADER.match(line):
            yield start, end
            after_header = True
        start += len(line)


def _tagged(text: str) -> Iterator[Place]:
    """Yield what stands between the outermost marks of each kind, the marks included."""
    opened: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        closes, name = tag[1] or tag[3], (tag[2] or tag[4]).lower()
        starts = opened.setdefault(name, [])
        if not closes:
            starts.append(tag.start())
        elif starts:
            yield starts.pop(), tag.end()


def _runs(text: str) -> Iterator[tuple[int, Place]]:
    """Yield the hash and the place of every run of words."""
    words = [(match.group().casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]
    for first in range(len(words) - RUN + 1):
        run = words[first : first + RUN]
        name = " ".join([word for word, _, _ in run]).encode("utf-8", "surrogatepass")
        yield crc32(name), (run[0][1], run[-1][2])
