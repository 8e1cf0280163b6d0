"""Drops the same filler between all words, as in "our lol secret lol ok lol dont lol tell"."""

import re
from collections.abc import Sequence
from typing import Final

from grooming_risk.text.common_words import COMMON

_CHUNK: Final = re.compile(r"\S+")
FEWEST: Final = 8
"""Chunks with a filler between them."""


def has_filler(chunks: Sequence[str]) -> bool:
    """Return whether every second chunk is the same and no common little word, and the others differ.

    Examples
    --------
    >>> has_filler("our lol secret lol ok lol dont lol".split()), has_filler("ha ha ha ha ha ha ha ha".split())
    (True, False)
    >>> has_filler("tea and milk and cake and jam and".split())
    False
    """
    if len(chunks) < FEWEST or not chunks[1] == chunks[3] == chunks[5] == chunks[7] or chunks[1] in COMMON:
        return False
    others = chunks[::2]
    return len({*chunks[1::2]}) == 1 and 2 * len({*others}) > len(others) and chunks[1] not in others


def without_filler(text: str) -> str:
    """Return a text of the same length with blanks for its filler, where it has one.

    Examples
    --------
    >>> without_filler("our lol secret lol ok lol dont lol")
    'our     secret     ok     dont    '
    """
    if not has_filler(text.lower().split()):
        return text
    filler = text.split()[1].lower()
    return _CHUNK.sub(lambda match: " " * len(match[0]) if match[0].lower() == filler else match[0], text)
