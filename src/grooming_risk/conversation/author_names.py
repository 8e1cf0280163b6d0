"""Reads the name of an author: a string, an integer or a UUID."""

from __future__ import annotations

from numbers import Integral
from typing import Final
from uuid import UUID

from grooming_risk.conversation.state.author_state import AuthorName

_MOST: Final = 256  # characters: names are kept, and memory is bounded


def read_author(author: object) -> AuthorName:
    """Return the name of an author: an integer of numpy as an int, a UUID as its text.

    Raises
    ------
    TypeError
        The name is missing or of another type.
    ValueError
        The name has more than 256 characters.

    Examples
    --------
    >>> read_author("rex"), read_author(UUID(int=7))
    ('rex', '00000000-0000-0000-0000-000000000007')
    """
    if isinstance(author, bool) or not isinstance(author, str | Integral | UUID):
        kind = type(author).__name__
        raise TypeError(f"author must be a str, an int or a UUID, not {kind}; every message needs its author")
    name = int(author) if isinstance(author, Integral) else str(author)
    if abs(name) >= 10**_MOST if isinstance(name, int) else len(name) > _MOST:
        raise ValueError(f"author: a name has at most {_MOST} characters; give a shorter id")
    return name
