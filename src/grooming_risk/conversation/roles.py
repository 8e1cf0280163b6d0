"""Roles of authors that a site knows: those of the ROLES alone, and bounded where messages tell them."""

from __future__ import annotations

from collections.abc import Container, Mapping

from grooming_risk.conversation.author_names import read_author
from grooming_risk.conversation.state.author_state import AuthorName
from grooming_risk.model.conversation_rule import ROLES


def checked_roles(roles: Mapping[AuthorName, str]) -> dict[AuthorName, str]:
    """Return roles by author.

    Raises
    ------
    ValueError
        An unknown role; the message lists those that are known.

    Examples
    --------
    >>> checked_roles({"kiki": "minor"})
    {'kiki': 'minor'}
    """
    for role in roles.values():
        if role not in ROLES:
            raise ValueError(f"unknown role {role!r}; known are {', '.join(ROLES)}")
    return {read_author(author): role for author, role in roles.items()}


def check_role(role: str | None) -> str | None:
    """Return a role that came with a message, or None where nothing is known.

    Raises
    ------
    ValueError
        It is not known. The message lists those that are, and does not quote it: a column of texts may stand there.

    Examples
    --------
    >>> check_role("minor"), check_role(None)
    ('minor', None)
    """
    if role is not None and not (isinstance(role, str) and role in ROLES):
        raise ValueError(f"unknown role; known are {', '.join(ROLES)}, and None where nothing is known")
    return role


def with_role(
    roles: Mapping[AuthorName, str], author: AuthorName, role: str, remembered: Container[AuthorName], most: int
) -> dict[AuthorName, str]:
    """Return roles with that of an author told anew.

    Parameters
    ----------
    roles : mapping of author to role
        Those known so far, the one learnt last at the end.
    author, role : author and str
        Who, and what is known now.
    remembered : container of author
        Authors whose roles are kept in any case.
    most : int
        Beyond so many roles, that of the author is forgotten who is not remembered, and whose was learnt longest ago.

    Examples
    --------
    >>> with_role({"rex": "adult", "kiki": "minor"}, "jo", "staff", {"rex"}, 2)
    {'rex': 'adult', 'jo': 'staff'}
    """
    told = {name: known for name, known in roles.items() if name != author}
    if len(told) >= most and (gone := next((name for name in told if name not in remembered), None)) is not None:
        del told[gone]
    return {**told, author: role}
