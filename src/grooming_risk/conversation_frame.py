"""Scores the conversations of a table, message by message."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from grooming_risk.clock import SECONDS, check_unit
from grooming_risk.conversation import Conversation
from grooming_risk.conversation_records import check_conversation
from grooming_risk.conversation_state import AuthorName
from grooming_risk.scored_rows import alert_columns
from grooming_risk.scorer import Scorer, default_model

COLUMNS = (
    "risk", "level", "disclosure", "asks_for_help", "conversation_risk", "conversation_level", "alert", "help_alert",
    "out_of_order",
)  # fmt: skip
"""Columns of what `score_conversations` returns."""


def score_conversations(
    frame: pd.DataFrame,
    *,
    conversation: str = "conversation",
    author: str = "author",
    text: str = "text",
    at: str | None = None,
    roles: Mapping[Any, Mapping[AuthorName, str]] | None = None,
    model: Scorer | None = None,
    time_unit: str = SECONDS,
) -> pd.DataFrame:
    """Score every message of a table within its conversation.

    Parameters
    ----------
    frame : pandas.DataFrame
        A message a row; the rows of a conversation stand in the order they were sent, and need not stand together.
    conversation, author, text : str
        Columns that hold the name of the conversation, who sent the message, and the message.
    at : str, optional
        Column with numbers or aware datetimes; None where no times are known.
    roles : mapping of conversation to mapping of author to role, optional
        As `Conversation` takes them.
    model : Scorer, optional
        None takes the shipped model.
    time_unit : {"seconds", "milliseconds", "microseconds", "days"}, default="seconds"
        What the numbers of `at` count.

    Returns
    -------
    pandas.DataFrame
        With the index of `frame`: ``risk``, ``level``, ``disclosure`` and ``asks_for_help`` of who sent the message, as
        of that message; ``conversation_risk`` and ``conversation_level`` of the riskiest author then; ``alert`` (the
        level newly reached by the author, else None) and ``help_alert`` (the author asks for help for the first time);
        ``out_of_order``. The same numbers that `Conversation.add` gives: split a table between processes by
        conversation, never within one.

    Raises
    ------
    KeyError
        A column is absent.
    TypeError, ValueError
        A row has something that `Conversation.add` refuses, or does not name its conversation; the message names the
        row.

    Examples
    --------
    >>> import pandas as pd
    >>> chat = pd.DataFrame({"conversation": [1, 1], "author": ["a", "b"], "text": ["gg", "wp, rematch?"]})
    >>> score_conversations(chat)["level"].tolist()
    ['none', 'none']
    """
    scorer = model or default_model()
    check_unit(time_unit)
    columns = [conversation, author, text, *([at] if at else [])]
    if missing := [name for name in columns if name not in frame.columns]:
        raise KeyError(f"the table has no column {', '.join(map(repr, missing))}")
    chats: dict[Hashable, Conversation] = {}
    rows = []
    for label, key, name, message, time in zip(frame.index, *_values(frame, columns, at), strict=True):
        try:
            chat = chats.get(check_conversation(key))
            if chat is None:
                chat = Conversation(model=scorer, roles=(roles or {}).get(key), time_unit=time_unit)
                chats[key] = chat
            rows.append(score_row(chat, message, name, time))
        except (TypeError, ValueError) as error:
            raise type(error)(f"row {label!r}: {error}") from None
    return pd.DataFrame(rows, columns=list(COLUMNS), index=frame.index)


def _values(frame: pd.DataFrame, columns: list[str], at: str | None) -> list[list[Any]]:
    # lists hold Python's own numbers and datetimes, which is what a conversation takes
    values = [frame[name].tolist() for name in columns]
    if at is None:
        return [*values, [None] * len(frame)]
    return [*values[:-1], [None if pd.isna(time) else time for time in values[-1]]]


def score_row(chat: Conversation, message: str, author: AuthorName, at: Any) -> tuple[Any, ...]:
    """Add a message to its conversation and return its row, in the order of `COLUMNS`."""
    state = chat.add(message, author=author, at=at)
    speaker = state.speaker
    return (speaker.risk, speaker.level, speaker.disclosure, speaker.asks_for_help, state.risk, state.level,
            *alert_columns(state), state.out_of_order)  # fmt: skip
