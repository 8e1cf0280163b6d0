"""Scores the conversations of a table, message by message."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from grooming_risk.conversation.author_names import read_author
from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.records import Columns, check_conversation, read_role
from grooming_risk.conversation.roles import check_role
from grooming_risk.conversation.state.columns import STATE_COLUMNS, state_columns
from grooming_risk.conversation.state.conversation_state import AuthorName, ConversationState
from grooming_risk.conversation.timestamps import SECONDS, check_unit
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.validation import check_columns


def score_conversations(
    frame: pd.DataFrame,
    *,
    conversation: str = "conversation",
    author: str = "author",
    text: str = "text",
    at: str | None = None,
    role: str | None = None,
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
    role : str, optional
        Column with what is known of who sent the message, from that message on, as `Conversation.add` takes it; None
        and NaN say nothing new.
    roles : mapping of conversation to mapping of author to role, optional
        As `Conversation` takes them. Of an author named here, the column changes nothing.
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
    columns = Columns(text, conversation, author, at, check_unit(time_unit), role)
    rows = [state_columns(state) for _, state in hear_frame(frame, columns, model or default_model(), roles)]
    return pd.DataFrame(rows, columns=list(STATE_COLUMNS), index=frame.index)


def hear_frame(
    frame: pd.DataFrame,
    columns: Columns,
    model: Scorer,
    roles: Mapping[Any, Mapping[AuthorName, str]] | None = None,
) -> Iterator[tuple[Hashable, ConversationState]]:
    """Yield for each row of a table the name of its conversation, and where that stands after the message.

    Parameters
    ----------
    frame, columns, model, roles : DataFrame, Columns, Scorer and mapping
        As `score_conversations` takes them.

    Raises
    ------
    KeyError, TypeError, ValueError
        As `score_conversations` raises them.
    """
    chats: dict[Hashable, _Chat] = {}
    for label, key, *message in zip(frame.index, *_values(frame, columns), strict=True):
        try:
            chat = chats.get(check_conversation(key))
            if chat is None:
                chat = chats[key] = _new_chat((roles or {}).get(key) or {}, columns, model)
            yield key, chat.add(*message)
        except (TypeError, ValueError) as error:
            raise type(error)(f"row {label!r}: {error}") from None


class _Chat(NamedTuple):
    """A conversation, and the authors whose roles the table cannot change."""

    conversation: Conversation
    named: frozenset[AuthorName]

    def add(self, author: AuthorName, text: str, at: Any, role: Any) -> ConversationState:
        told = check_role(read_role(role))
        known = told is not None and read_author(author) in self.named
        return self.conversation.add(text, author=author, at=at, role=None if known else told)


def _new_chat(roles: Mapping[AuthorName, str], columns: Columns, model: Scorer) -> _Chat:
    chat = Conversation(model=model, roles=roles, time_unit=columns.time_unit)
    return _Chat(chat, frozenset(map(read_author, roles)))


def _values(frame: pd.DataFrame, columns: Columns) -> list[list[Any]]:
    """Return conversation, author, text, time and role of the rows, as Python's own numbers and datetimes."""
    must = [columns.conversation, columns.author, columns.text]
    may = [columns.at, columns.role]
    check_columns(frame, [name for name in [*must, *may] if name is not None])
    times, roles = ([None] * len(frame) if name is None else frame[name].tolist() for name in may)
    return [*(frame[name].tolist() for name in must), [None if pd.isna(at) else at for at in times], roles]
