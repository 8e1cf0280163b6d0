"""Finds what another author wrote before in the conversation, whether a message marks it as a quote or not.

Of messages that stood out one byte for each word is kept, for the last words of each author. Many words share a byte,
so no text is kept; five bytes in a row hardly ever agree by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple
from zlib import crc32

from grooming_risk.conversation.quotes import Place, merged

RUN: Final = 5
"""Words in a row that count as a copy if another author wrote them before."""

MARKED_RUN: Final = 3
"""Words in a row, of those that a message marks as a quote."""

REMEMBERED: Final = 96
"""Bytes that are kept of an author: those of the latest words, and one between two messages."""

_WORD: Final = re.compile(r"&[lg]t;|(\w+)")  # an escaped sign is no word
_BETWEEN: Final = b"\0"  # no word has it


class _Word(NamedTuple):
    byte: int
    start: int
    end: int
    part: int  # number of the quote that it stands in


def copied(text: str, others: Iterable[bytes]) -> list[Place]:
    """Return where a message repeats `RUN` or more words in a row of others, from what `remembered` kept of each.

    Examples
    --------
    >>> copied("he wrote our secret ok dont tell", [remembered("Our secret ok, dont tell anyone")])
    [(9, 32)]
    """
    words = _words(text, [(0, len(text))])
    return merged((words[first].start, words[first + RUN - 1].end) for first in _known(words, RUN, others))


def unsaid(text: str, quotes: Sequence[Place], others: Sequence[bytes]) -> list[Place]:
    """Return what of the marked quotes of a message no other author wrote, from what `remembered` kept of each.

    Of fewer than `MARKED_RUN` words it is enough that another author has stood out before.

    Examples
    --------
    >>> text, said = "> our secret ok", remembered("its our secret ok, dont tell anyone")
    >>> unsaid(text, [(0, 15)], [said]), unsaid(text, [(0, 15)], [])
    ([], [(2, 15)])
    """
    words = _words(text, quotes)
    known = {first + place for first in _known(words, MARKED_RUN, others) for place in range(MARKED_RUN)}
    found = []
    for (_, new), group in groupby(enumerate(words), lambda item: (item[1].part, item[0] not in known)):
        run = [word for _, word in group]
        if new and (len(run) >= MARKED_RUN or not any(others)):
            found.append((run[0].start, run[-1].end))
    return found


def remembered(text: str, before: bytes = b"") -> bytes:
    """Return what to keep of an author after one more message that stood out.

    Examples
    --------
    >>> len(remembered("dont tell your mom")), len(remembered("ok?", remembered("dont tell your mom")))
    (5, 7)
    """
    message = bytes(word.byte for word in _words(text, [(0, len(text))])) + _BETWEEN
    return (before + message)[-REMEMBERED:]


def _known(words: Sequence[_Word], length: int, others: Iterable[bytes]) -> list[int]:
    """Return the first words of the runs of this length that somebody wrote before."""
    message, said = bytes(word.byte for word in words), b"".join(others)
    runs = [message[first : first + length] for first in range(len(words) - length + 1)]
    known = set(runs) & {said[first : first + length] for first in range(len(said) - length + 1)}
    return [first for first, run in enumerate(runs) if run in known]


def _words(text: str, places: Iterable[Place]) -> list[_Word]:
    return [
        _Word(crc32(match[1].casefold().encode("utf-8", "surrogatepass")) % 255 + 1, *match.span(), part)
        for part, (start, end) in enumerate(places)
        for match in _WORD.finditer(text, start, end)
        if match[1]
    ]
