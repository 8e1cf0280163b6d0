"""Reads the name of an author: a str, an int, numpy's too, or a UUID."""

from __future__ import annotations

from numbers import Integral
from typing import Final
from uuid import UUID

from grooming_risk.conversation.state.author_state import AuthorName

MAX_NAME: Final = 256
"""Characters of an author's name: names are kept, and memory is bounded."""

_LARGEST: Final = 10**MAX_NAME


def read_author(author: object) -> AuthorName:
    """Return the name of an author as it is kept.

    Parameters
    ----------
    author : str, int or UUID
        A number of numpy is taken as its int, a UUID as its text.

    Raises
    ------
    TypeError
        Something else, or nothing.
    ValueError
        A name of more than 256 characters.

    Examples
    --------
    >>> read_author("rex"), read_author(UUID(int=7))
    ('rex', '00000000-0000-0000-0000-000000000007')
    """
    if isinstance(author, UUID):
        return str(author)
    if isinstance(author, bool) or not isinstance(author, str | Integral):
        kind = type(author).__name__
        raise TypeError(f"author must be a str, an int or a UUID, not {kind}; every message needs its author")
    name = str(author) if isinstance(author, str) else int(author)
    if (abs(name) >= _LARGEST) if isinstance(name, int) else (len(name) > MAX_NAME):
        raise ValueError(f"author: a name has at most {MAX_NAME} characters; give a shorter id")
    return name
