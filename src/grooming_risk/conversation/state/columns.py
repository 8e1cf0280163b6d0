"""The state of a conversation after a message, as columns of a table."""

from __future__ import annotations

from typing import Any, Final

from grooming_risk.conversation.state.conversation_state import ConversationState

STATE_COLUMNS: Final = (
    "risk", "level", "disclosure", "asks_for_help", "conversation_risk", "conversation_level", "alert", "help_alert",
    "out_of_order",
)  # fmt: skip
"""Columns that a table has for each message of a conversation."""


def state_columns(state: ConversationState) -> tuple[Any, ...]:
    """Return the values of `STATE_COLUMNS`; ``alert`` is the level that the author newly reached, else None.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> state_columns(Conversation().add("gg wp", author="rex"))[-3:]
    (None, False, False)
    """
    speaker, levels = state.speaker, [alert.level for alert in state.alerts if alert.kind == "risk"]
    helps = any(alert.kind == "help" for alert in state.alerts)
    return (speaker.risk, speaker.level, speaker.disclosure, speaker.asks_for_help, state.risk, state.level,
            levels[0] if levels else None, helps, state.out_of_order)  # fmt: skip
