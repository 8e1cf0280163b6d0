"""Roles that become known after the messages: risks follow at once, and so do alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from grooming_risk.conversation.roles import checked_roles, with_role
from grooming_risk.conversation.state.conversation_state import Alert, AuthorName

if TYPE_CHECKING:
    from grooming_risk.conversation.conversation import Conversation


def set_roles(chat: Conversation, roles: Mapping[AuthorName, str]) -> tuple[Alert, ...]:
    """Set roles of authors of a conversation, and return the alerts that they raise, at its last message.

    Raises
    ------
    UnknownNameError
        A role is unknown; the conversation stays unchanged.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> chat = Conversation()
    >>> before = chat.add("our secret ok, dont tell your mom", author="rex").risk
    >>> alerts = set_roles(chat, {"rex": "adult", "kiki": "minor"})
    >>> chat.state.risk > before
    True
    """
    for name, role in checked_roles(roles).items():
        chat._roles = with_role(chat._roles, name, role, chat._authors, 2 * chat._max_authors)
    alerts: list[Alert] = []
    for name, record in chat._authors.items():
        log_odds = chat._rule.log_odds(record.highest, eased=record.eased) + chat._shift(name)
        record, raised = chat._alerted(name, record._replace(log_odds=log_odds), chat._last_at)
        chat._authors = {**chat._authors, name: record}
        alerts += [replace(alert, index=chat._count - 1) for alert in raised]
    return tuple(alerts)
