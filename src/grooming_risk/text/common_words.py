"""Common little words of English chat, and those that hardly any other word or name holds."""

import re
from typing import Final

TELLING: Final = frozenset(
    (
        *("you", "your", "yours", "my", "our", "they", "them", "that", "thats", "this", "the", "and", "of", "from"),
        *("what", "whats", "when", "who", "why", "how", "about", "just", "only", "not", "are"),
        *("dont", "cant", "wont", "didnt", "doesnt", "isnt", "have", "want", "tell", "send"),
    )
)
"""Words that few other words begin or end with, and that nobody is called."""

COMMON: Final = TELLING.union(
    ("i", "me", "we", "us", "he", "she", "it", "him", "her", "his", "its", "their", "ur", "im", "hi", "ok", "no"),
    ("where", "am", "be", "is", "was", "were", "do", "did", "does", "has", "had", "can", "will", "would", "go"),
    ("for", "if", "so", "to", "too", "with", "in", "on", "at", "or", "up", "as", "an", "by"),
)
"""Little words, these and others."""

_LETTERS: Final = re.compile(r"[a-z]+")

TWO_LETTERS: Final = frozenset(
    ("me", "to", "so", "no", "do", "go", "us", "is", "it", "in", "if", "on", "or", "of", "we", "be", "he", "as", "at",
     "an", "by", "my", "ok", "hi", "ur")
)  # fmt: skip
"""Two-letter words that count as undone disguises; other pairs of signs are too often something else."""


def count_common(text: str) -> int:
    """Return the number of common little words in a text.

    Examples
    --------
    >>> count_common("Our secret, ok?")
    2
    """
    return sum(word in COMMON for word in _LETTERS.findall(text.lower()))
