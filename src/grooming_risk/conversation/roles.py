"""Roles of authors that a site knows; their number is bounded."""

from __future__ import annotations

from collections.abc import Container, Mapping

from grooming_risk.conversation.author_names import read_author
from grooming_risk.conversation.state.author_state import AuthorName
from grooming_risk.errors import UnknownNameError
from grooming_risk.model.conversation_rule import ROLES


def checked_roles(roles: Mapping[AuthorName, str]) -> dict[AuthorName, str]:
    """Return roles by author; an unknown role is an UnknownNameError, and what is no mapping a TypeError.

    Examples
    --------
    >>> checked_roles({"kiki": "minor"})
    {'kiki': 'minor'}
    """
    if not isinstance(roles, Mapping):
        raise TypeError(f"roles must be a mapping of author to role, not {type(roles).__name__}")
    for role in roles.values():
        if not isinstance(role, str) or role not in ROLES:
            raise UnknownNameError("role", role if isinstance(role, str) else None, ROLES)
    return {read_author(author): role for author, role in roles.items()}


def check_role(role: str | None) -> str | None:
    """Return the role that came with a message, or None if it is unknown.

    Raises
    ------
    UnknownNameError
        The role is not valid. The error does not quote it: the column may hold messages.
    """
    if role is not None and not (isinstance(role, str) and role in ROLES):
        raise UnknownNameError("role", None, ROLES)
    return role


def with_role(
    roles: Mapping[AuthorName, str], author: AuthorName, role: str, remembered: Container[AuthorName], most: int
) -> dict[AuthorName, str]:
    """Return roles with a new one at the end.

    From `most` roles on, the oldest one is dropped whose author the conversation does not remember.

    Examples
    --------
    >>> with_role({"rex": "adult", "kiki": "minor"}, "jo", "staff", {"rex"}, 2)
    {'rex': 'adult', 'jo': 'staff'}
    """
    kept = {name: known for name, known in roles.items() if name != author}
    if len(kept) >= most and (dropped := next((name for name in kept if name not in remembered), None)) is not None:
        del kept[dropped]
    return {**kept, author: role}
