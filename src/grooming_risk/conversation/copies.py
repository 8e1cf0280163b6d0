"""Finds what another author wrote before in the conversation, whether a message marks it as a quote or not.

Words are compared as standard words, so a disguise or a spelling makes no other word of them. Of messages that stood
out one byte for each word is kept, for the last words of each author. Many words share a byte, so no text is kept; five
bytes in a row hardly ever agree by chance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple
from zlib import crc32

from grooming_risk.conversation.quotes import Place, merged
from grooming_risk.text.tokenizer import Token, Tokenizer

RUN: Final = 5
"""Words in a row that count as a copy if another author wrote them before."""

MARKED_RUN: Final = 3
"""Words in a row, of those that a message marks as a quote."""

REMEMBERED: Final = 96
"""Bytes that are kept of an author: those of the latest words, and one between two messages."""

_BETWEEN: Final = b"\0"  # no word has it


class _Word(NamedTuple):
    byte: int
    start: int
    end: int


def copied(tokens: Sequence[Token], others: Iterable[bytes]) -> list[Place]:
    """Return where a message repeats `RUN` or more words in a row of others, from what `remembered` kept of each.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> tokenizer = load_model().analyzer.tokenizer
    >>> said = remembered(tokenizer, "Our s3cret ok, dont tell anyone")
    >>> copied(tokenizer.tokens("he wrote our secret ok do not tell"), [said])
    [(9, 34)]
    """
    words = _words(tokens)
    return merged((words[first].start, words[first + RUN - 1].end) for first in _known(words, RUN, others))


def unsaid(tokens: Sequence[Token], quotes: Sequence[Place], others: Sequence[bytes]) -> list[Place]:
    """Return what of the marked quotes of a message no other author wrote, from what `remembered` kept of each.

    Of fewer than `MARKED_RUN` words it is enough that others have said each of them.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> tokenizer = load_model().analyzer.tokenizer
    >>> quote, said = tokenizer.tokens("> our s3cret ok"), remembered(tokenizer, "its our secret ok, dont tell anyone")
    >>> unsaid(quote, [(0, 15)], [said]), unsaid(quote, [(0, 15)], [])
    ([], [(2, 15)])
    """
    parts = [_words(part) for part in _inside(tokens, quotes)]
    words = [word for part in parts for word in part]
    of = [number for number, part in enumerate(parts) for _ in part]
    said = {*b"".join(others)}
    known = {first + place for first in _known(words, MARKED_RUN, others) for place in range(MARKED_RUN)}
    found = []
    for new, group in groupby(enumerate(words), lambda item: item[0] not in known):
        run = [place for place, _ in group]
        if new and (len(run) >= MARKED_RUN or any(words[place].byte not in said for place in run)):
            rows = [[*row] for _, row in groupby(run, of.__getitem__)]
            found += [(words[row[0]].start, words[row[-1]].end) for row in rows]
    return found


def remembered(tokenizer: Tokenizer, text: str, before: bytes = b"") -> bytes:
    """Return what to keep of an author after one more message that stood out.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> tokenizer = load_model().analyzer.tokenizer
    >>> said = remembered(tokenizer, "dont tell your mom")
    >>> len(said), len(remembered(tokenizer, "ok?", said))
    (6, 8)
    """
    message = bytes(_byte(word) for word in tokenizer.words(text) if _counts(word)) + _BETWEEN
    return (before + message)[-REMEMBERED:]


def _known(words: Sequence[_Word], length: int, others: Iterable[bytes]) -> list[int]:
    """Return the first words of the runs of this length that somebody wrote before."""
    message, said = bytes(word.byte for word in words), b"".join(others)
    runs = [message[first : first + length] for first in range(len(words) - length + 1)]
    known = set(runs) & {said[first : first + length] for first in range(len(said) - length + 1)}
    return [first for first, run in enumerate(runs) if run in known]


def _inside(tokens: Sequence[Token], places: Sequence[Place]) -> Iterator[list[Token]]:
    """Yield the tokens in each of some places, which are in order."""
    starts = [token.start for token in tokens]
    for start, end in places:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        yield [token for token in tokens[first:last] if token.end <= end]


def _words(tokens: Iterable[Token]) -> list[_Word]:
    return [_Word(_byte(token.word), token.start, token.end) for token in tokens if _counts(token.word)]


def _counts(word: str) -> bool:
    """Return whether a standard word is one, and no sign or class."""
    return word[0].isalnum()


def _byte(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) % 255 + 1
