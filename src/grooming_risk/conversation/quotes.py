"""Finds what an author quotes: marked quotes, and what another author of the chat wrote before.

Who answers by quoting has not said it. Blanks replace a quote, so that offsets hold. What others wrote is kept as
hashes of runs of words, a few for each author; no text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from zlib import crc32

RUN: Final = 5
"""Words in a row that count as a copy if another author wrote them before."""

REMEMBERED: Final = 12
"""Runs that are kept of an author, the newest ones."""

Place = tuple[int, int]
"""Start and end of a quote in a message."""

_SIGNS: Final = (">", "&gt;", "[/", "wrote:")  # a message without any of them holds no marked quote
_LINE: Final = re.compile(r"[ \t]*(?:>|&gt;)+(?=[\s\w<\"'*]|$)")  # not >:( or >.<
_HEADER: Final = re.compile(r"[ \t]*On\b.{3,200}\bwrote:\s*$", re.IGNORECASE)
_TAG: Final = re.compile(
    r"\[(/?)(quote)(?:=[^\]\n]{0,100})?\]|<(/?)(blockquote|mx-reply)(?:\s[^>\n]{0,100})?>", re.IGNORECASE
)
_WORD: Final = re.compile(r"\w+")
_SPARSE: Final = 5  # of a long message every fifth run is kept, and the last one


def marked_quotes(text: str) -> list[Place]:
    r"""Return the marked quotes of a message in order.

    Marks are lines that begin with ``>``, ``[quote]..[/quote]``, ``<blockquote>``, ``<mx-reply>``, and ``On .. wrote:``
    with the lines below it: those that begin with ``>``, or all if the next one does not. An open tag quotes nothing.

    Examples
    --------
    >>> marked_quotes("> our secret ok\nno"), marked_quotes(">:( no")
    ([(0, 15)], [])
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    return merged([*_lines(text), *_tagged(text)])


def copied_runs(text: str, others: Iterable[Sequence[int]]) -> list[Place]:
    """Return where a message repeats `RUN` or more words in a row of others, from the `runs_of` each.

    Examples
    --------
    >>> copied_runs("he wrote our secret ok dont tell", [runs_of("Our secret ok, dont tell anyone")])
    [(9, 32)]
    """
    runs = list(_runs(text))
    hashes = {run for run, _ in runs}
    known = {run for said in others for run in said if run in hashes}
    return merged([place for run, place in runs if run in known])


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
    r"""Return a message with blanks in some places; its length and its line feeds stay.

    Examples
    --------
    >>> blanked("> our secret\nno", [(0, 12)])
    '            \nno'
    """
    parts, done = [], 0
    for start, end in places:
        parts += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def merged(places: Iterable[Place]) -> list[Place]:
    """Return places in order; those that touch become one."""
    found: list[Place] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            start, last = found.pop()
            end = max(end, last)
        found.append((start, end))
    return found


def _lines(text: str) -> Iterator[Place]:
    """Yield quoted lines, and the headers above them."""
    start, after_header = 0, False
    for line in text.splitlines(keepends=True):
        quoted = _LINE.match(line) is not None
        header = not quoted and _HEADER.match(line) is not None
        if after_header and line.strip() and not quoted:  # a mail program without marks: the rest is the quote
            yield start, len(text)
            return
        if quoted or header:
            yield start, start + len(line.rstrip("\r\n"))
        if line.strip():
            after_header = header
        start += len(line)


def _tagged(text: str) -> Iterator[Place]:
    """Yield what stands between tags of one kind, the tags included."""
    opened: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        starts = opened.setdefault((tag[2] or tag[4]).lower(), [])
        if not (tag[1] or tag[3]):
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
