"""Scored messages as rows: nested for JSON lines, flat for tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from grooming_risk.conversation_records import Columns
from grooming_risk.conversation_state import ConversationState
from grooming_risk.labels import PATTERNS
from grooming_risk.records import Record
from grooming_risk.result import Score

MESSAGE_NAMES: Final = frozenset(
    ("source", "line", "text", "risk", "level", "disclosure", "coverage", "patterns", "found", "evidence")
)
"""Names of the fields of a message's JSON line."""

CONVERSATION_NAMES: Final = MESSAGE_NAMES | frozenset(
    ("conversation", "index", "author", "trend", "first_seen", "alerts", "out_of_order", "dropped_authors",
     "author_risk", "author_level")
)  # fmt: skip
"""Names of the fields of a JSON line of a conversation."""

SCORE_COLUMNS: Final = ("risk", "level", *PATTERNS, "disclosure", "coverage", "found")
"""Columns that a table has for each score."""


def score_columns(score: Score) -> tuple[Any, ...]:
    """Return a score as the values of `SCORE_COLUMNS`; what was found as a tuple of names.

    Examples
    --------
    >>> from grooming_risk import score
    >>> row = dict(zip(SCORE_COLUMNS, score_columns(score("gg wp")), strict=True))
    >>> row["level"], row["found"]
    ('none', ())
    """
    return (score.risk, score.level, *score.patterns.values(), score.disclosure, score.coverage, score.found)


def message_row(record: Record, score: Score, keep: Sequence[str], *, text: bool, evidence: bool) -> dict[str, Any]:
    """Return the JSON object of a message: where it stands, what is kept of it, its score."""
    return _place(record, keep) | ({"text": record.text} if text else {}) | score.to_dict(evidence=evidence)


def message_columns(record: Record, score: Score, keep: Sequence[str], *, text: bool) -> dict[str, Any]:
    """Return the same as a row of a table."""
    row = _place(record, keep) | ({"text": record.text} if text else {})
    return row | dict(zip(SCORE_COLUMNS, score_columns(score), strict=True))


def conversation_row(
    record: Record, state: ConversationState, columns: Columns, keep: Sequence[str], *, text: bool
) -> dict[str, Any]:
    """Return the JSON object of a message and of its conversation after it."""
    row = _place(record, keep) | {"conversation": record.fields[columns.conversation]}
    data = state.to_dict()
    del data["authors"]
    speaker = {"author_risk": state.speaker.risk, "author_level": state.speaker.level}
    return row | ({"text": record.text} if text else {}) | data | speaker


def conversation_columns(
    record: Record, state: ConversationState, columns: Columns, keep: Sequence[str], *, text: bool
) -> dict[str, Any]:
    """Return the same as a row of a table: of the alerts the level newly reached, else None."""
    row = _place(record, keep) | {"conversation": record.fields[columns.conversation], "author": state.author}
    scores = {"index": state.index, "risk": state.risk, "level": state.level, "author_risk": state.speaker.risk,
              "author_level": state.speaker.level}  # fmt: skip
    rest = {"disclosure": state.disclosure, "trend": state.trend, "out_of_order": state.out_of_order,
            "alert": state.alerts[-1].level if state.alerts else None}  # fmt: skip
    return row | ({"text": record.text} if text else {}) | scores | dict(state.patterns) | rest


def json_line(row: dict[str, Any]) -> bytes:
    """Return a row as a line of JSON, in UTF-8."""
    try:
        return (json.dumps(row, ensure_ascii=False, default=str) + "\n").encode()
    except UnicodeEncodeError:  # a lone surrogate: JSON can say it, UTF-8 cannot
        return (json.dumps(row, default=str) + "\n").encode()


def _place(record: Record, keep: Sequence[str]) -> dict[str, Any]:
    return {"source": record.source, "line": record.line} | {name: record.fields.get(name) for name in keep}
