"""Undoes repeated letters, as in "secreeet"."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

_REPEATED: Final = re.compile(r"(.)\1+", re.DOTALL)
_STRETCHED: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_MAX_REPEATED: Final = 4


def unstretched(word: str) -> Iterator[str]:
    """Yield the word with each repeated letter once or twice, the smallest change first.

    Examples
    --------
    >>> list(unstretched("secreeet")), list(unstretched("secret"))
    (['secreet', 'secret'], [])
    """
    parts = _REPEATED.split(word)  # the repeated letters are at the odd places
    letters = parts[1::2]
    if 0 < len(letters) <= _MAX_REPEATED:
        for lengths in product((2, 1), repeat=len(letters)):
            parts[1::2] = [letter * length for letter, length in zip(letters, lengths, strict=True)]
            yield "".join(parts)


def halved(word: str) -> str:
    """Return the word with letters twice that come more often in a row.

    Examples
    --------
    >>> halved("hmmmm")
    'hmm'
    """
    return _STRETCHED.sub(r"\1\1", word)
