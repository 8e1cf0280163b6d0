"""Finds what a message marks as a quote. Whether somebody said it is another matter: see `copies`.

Who answers by quoting has not said it. Blanks replace a quote, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

Place = tuple[int, int]
"""Start and end of a quote in a message."""

_SIGNS: Final = (
    ">",
    "]",
    "&gt;",
    "wrote:",
    "--",
    "＞",
    "»",
    "│",
    "┃",
    ": ",
)  # without any of them there is no marked quote
_LINE: Final = re.compile(
    r"[ \t]*(?:"
    r"(?:>|&gt;|＞)+(?=[\s\w<\"'*]|$)|[»│┃][ \t]"  # > words, but not >:( or >.<
    r"|\[[^\]\n]{0,30}\d[:.]\d\d[^\]\n]{0,20}\][ \t]?[^:\n]{1,60}:[ \t]"  # [22:15, 01/03/2026] name: words
    r"|(?:\[?\d\d?:\d\d[^\s\]]{0,6}\]?[ \t]?)?<[@+~&%]?[\w`^{}|-]{1,32}>[ \t])"  # <name> words
)
_SAID: Final = re.compile(  # name: words, the name stays
    r"[ \t]*(?:[\[(]?\d\d?:\d\d[^\s\])]{0,6}[\])]?[ \t]+(?:[-–][ \t]+)?)?"
    r"[\w.@+~&%'’-]{1,32}(?: [\w.'’-]{1,20}){0,3}[ \t]?:[ \t]+(?=\S)"
)
_TO_THE_END: Final = re.compile(r"[ \t]*(?:>>>|&gt;&gt;&gt;)")  # unless the next line is marked too
_HEADER: Final = re.compile(
    r"^[ \t]*(?:On\b[^\n]{3,200}(?:\n[^\n]{1,200})?\bwrote:|-{2,} ?(?:Original|Forwarded) Message ?-{2,})[ \t\r]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SENDER: Final = re.compile(r"[^\n]{1,64}, \[\d[\d./-]{5,9},? \d\d?:\d\d[^\]\n]{0,12}\]:?[ \t\r]*$")
_TAG: Final = re.compile(
    r"\[(/?)(quote)\b[^\]\n]{0,300}\]|(?:<|&lt;)(/?)(blockquote|mx-reply|q)(?:\s[^>]{0,300}?)?(?:>|&gt;)", re.IGNORECASE
)


def marked_quotes(text: str) -> list[Place]:
    r"""Return the marked quotes of a message in order.

    Marks are lines that begin with ``>``, ``»`` or a bar, with the name of a chat's log (``<name>``, ``name:``,
    ``[22:15, 01/03/2026] name:``), or that follow ``name, [01.03.2026 22:15]``; ``>>>`` up to the end;
    ``[quote]..[/quote]``, ``<blockquote>``, ``<mx-reply>``, ``<q>``; and ``On .. wrote:`` or ``--- Original Message
    ---`` with the lines below it: those that begin with ``>``, or all if the next one does not. An open tag quotes
    nothing.

    Examples
    --------
    >>> marked_quotes("> our secret ok\nno"), marked_quotes(">:( no")
    ([(0, 15)], [])
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    return merged([*_lines(text), *_tagged(text)])


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


def without(places: Iterable[Place], removed: Iterable[Place]) -> list[Place]:
    """Return what is left of places in order when others in them are taken out.

    Examples
    --------
    >>> without([(0, 9), (12, 20)], [(3, 5), (12, 20)])
    [(0, 3), (5, 9)]
    """
    found, out = [], list(removed)
    for start, end in places:
        for first, last in out:
            if start <= first and last <= end:
                found.append((start, first))
                start = last
        found.append((start, end))
    return [(start, end) for start, end in found if start < end]


def _lines(text: str) -> Iterator[Place]:
    """Yield quoted lines, and the headers above them."""
    found = [(match.start(), match.group().find("\n") + 1) for match in _HEADER.finditer(text)]
    headers = {first + second for first, wrapped in found for second in (0, wrapped)}
    start, opened, of_sender = 0, False, False
    for line in text.splitlines(keepends=True):
        end, filled = start + len(line.rstrip("\r\n")), bool(line.strip())
        header, sender = start in headers, _SENDER.match(line) is not None
        quoted = _LINE.match(line) is not None
        if opened and filled and not quoted and not header:  # a program without marks: the rest is the quote
            yield start, len(text)
            return
        of_sender = sender or (of_sender and filled)
        if quoted or header or of_sender:
            yield start, end
        elif said := _SAID.match(line):
            yield start + said.end(), end
        if filled:
            opened = header or _TO_THE_END.match(line) is not None
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
