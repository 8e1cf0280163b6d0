"""Rows of scored messages: nested for JSON lines, flat for tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from grooming_risk.conversation.records import Columns
from grooming_risk.conversation.state.columns import STATE_COLUMNS, state_columns
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.io.messages import Record
from grooming_risk.scoring.result import SCORE_COLUMNS, Score

MESSAGE_NAMES: Final = frozenset(
    ("source", "line", "text", "risk", "level", "disclosure", "coverage", "patterns", "found", "evidence")
)
"""Names of the fields of a message's JSON line."""

CONVERSATION_NAMES: Final = MESSAGE_NAMES | frozenset(
    ("conversation", "index", "author", "asks_for_help", "trend", "first_seen", "conversation_risk",
     "conversation_level", "alerts", "out_of_order", "dropped_authors")
)  # fmt: skip
"""Names of the fields of a JSON line of a conversation."""


def message_row(
    record: Record, score: Score, keep: Sequence[str], *, text: bool, evidence: bool = False
) -> dict[str, Any]:
    """Return the JSON object of a message: its place, the fields kept, its score."""
    return _begun(record, keep, text) | score.to_dict(evidence=evidence)


def message_columns(record: Record, score: Score, keep: Sequence[str], *, text: bool) -> dict[str, Any]:
    """Return the message as a row of a table."""
    values = (score.risk, score.level, *score.patterns.values(), score.disclosure, score.coverage, score.found)
    return _begun(record, keep, text) | dict(zip(SCORE_COLUMNS, values, strict=True))


def conversation_row(
    record: Record, state: ConversationState, columns: Columns, keep: Sequence[str], *, text: bool
) -> dict[str, Any]:
    """Return the JSON object of a message: its place, and the states of its author and conversation after it."""
    data, speaker = state.to_dict(), state.speaker
    return {
        **_begun(record, keep, text, conversation=record.fields[columns.conversation]),
        "index": state.index,
        "author": state.author,
        "risk": speaker.risk,
        "level": speaker.level,
        "disclosure": speaker.disclosure,
        "asks_for_help": speaker.asks_for_help,
        "trend": speaker.trend,
        "patterns": dict(speaker.patterns),
        "found": list(speaker.found),
        "first_seen": dict(speaker.first_seen),
        "conversation_risk": state.risk,
        "conversation_level": state.level,
        **{name: data[name] for name in ("alerts", "out_of_order", "dropped_authors")},
    }


def conversation_columns(
    record: Record, state: ConversationState, columns: Columns, keep: Sequence[str], *, text: bool
) -> dict[str, Any]:
    """Return the message as a row of a table; its alert is the level newly reached, or None."""
    chat, speaker = record.fields[columns.conversation], state.speaker
    return {
        **_begun(record, keep, text, conversation=chat, author=state.author, index=state.index),
        **speaker.patterns,
        "found": speaker.found,
        "trend": speaker.trend,
        **dict(zip(STATE_COLUMNS, state_columns(state), strict=True)),
    }


def _begun(record: Record, keep: Sequence[str], text: bool, **more: Any) -> dict[str, Any]:
    row = {"source": record.source, "line": record.line, **{name: record.fields.get(name) for name in keep}, **more}
    return row | ({"text": record.text} if text else {})
