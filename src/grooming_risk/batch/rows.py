"""Rows of scored messages: nested for JSON lines, flat for tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from grooming_risk.conversation.records import Columns
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.io.messages import Record
from grooming_risk.labels import PATTERNS
from grooming_risk.scoring.result import Score

MESSAGE_NAMES: Final = frozenset(
    ("source", "line", "text", "risk", "level", "disclosure", "coverage", "patterns", "found", "evidence")
)
"""Names of the fields of a message's JSON line."""

CONVERSATION_NAMES: Final = MESSAGE_NAMES | frozenset(
    ("conversation", "index", "author", "asks_for_help", "trend", "first_seen", "conversation_risk",
     "conversation_level", "alerts", "out_of_order", "dropped_authors")
)  # fmt: skip
"""Names of the fields of a JSON line of a conversation."""

SCORE_COLUMNS: Final = ("risk", "level", *PATTERNS, "disclosure", "coverage", "found")
"""Columns of a score in a table."""


def score_columns(score: Score) -> tuple[Any, ...]:
    """Return the values of `SCORE_COLUMNS`; ``found`` is a tuple of names.

    Examples
    --------
    >>> from grooming_risk import score
    >>> row = dict(zip(SCORE_COLUMNS, score_columns(score("gg wp")), strict=True))
    >>> row["level"], row["found"]
    ('none', ())
    """
    return (score.risk, score.level, *score.patterns.values(), score.disclosure, score.coverage, score.found)


def message_row(record: Record, score: Score, keep: Sequence[str], *, text: bool, evidence: bool) -> dict[str, Any]:
    """Return the JSON object of a message: source and line, copied fields, score."""
    return _place(record, keep, text=text) | score.to_dict(evidence=evidence)


def message_columns(record: Record, score: Score, keep: Sequence[str], *, text: bool) -> dict[str, Any]:
    """Return the table row of a message."""
    return _place(record, keep, text=text) | dict(zip(SCORE_COLUMNS, score_columns(score), strict=True))


def conversation_row(
    record: Record, state: ConversationState, columns: Columns, keep: Sequence[str], *, text: bool
) -> dict[str, Any]:
    """Return the JSON object of a message: state of its author after it, and state of the conversation."""
    row = _place(record, keep, text=text, conversation=record.fields[columns.conversation])
    data, speaker = state.to_dict(), state.speaker
    return row | {
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
    """Return the table row of a message; its alerts are the two values of `alert_columns`."""
    conversation = record.fields[columns.conversation]
    speaker, (alert, helps) = state.speaker, alert_columns(state)
    return _place(record, keep, text=text, conversation=conversation, author=state.author) | {
        "index": state.index,
        "risk": speaker.risk,
        "level": speaker.level,
        **speaker.patterns,
        "disclosure": speaker.disclosure,
        "asks_for_help": speaker.asks_for_help,
        "found": speaker.found,
        "trend": speaker.trend,
        "conversation_risk": state.risk,
        "conversation_level": state.level,
        "out_of_order": state.out_of_order,
        "alert": alert,
        "help_alert": helps,
    }


def alert_columns(state: ConversationState) -> tuple[str | None, bool]:
    """Return the level that the author newly reached, or None, and whether the author asks for help for the first time.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> alert_columns(Conversation().add("gg wp", author="rex"))
    (None, False)
    """
    levels = [alert.level for alert in state.alerts if alert.kind == "risk"]
    return (levels[0] if levels else None), any(alert.kind == "help" for alert in state.alerts)


def json_line(row: dict[str, Any]) -> bytes:
    """Return a row as a line of JSON, in UTF-8."""
    try:
        return (json.dumps(row, ensure_ascii=False, default=str) + "\n").encode()
    except UnicodeEncodeError:  # a lone surrogate: JSON can escape it, UTF-8 cannot encode it
        return (json.dumps(row, default=str) + "\n").encode()


def _place(record: Record, keep: Sequence[str], *, text: bool, **more: Any) -> dict[str, Any]:
    kept = {name: record.fields.get(name) for name in keep}
    return {"source": record.source, "line": record.line, **kept, **more, **({"text": record.text} if text else {})}
