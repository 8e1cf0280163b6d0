"""Scores the conversations of a table, message by message."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from grooming_risk.conversation.author_names import read_author
from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.records import Columns, check_conversation, read_role
from grooming_risk.conversation.roles import check_role, checked_roles
from grooming_risk.conversation.state.columns import STATE_COLUMNS, state_columns
from grooming_risk.conversation.state.conversation_state import AuthorName, ConversationState
from grooming_risk.conversation.timestamps import SECONDS, check_unit
from grooming_risk.io.tables import columns_of, like, row_labels
from grooming_risk.scoring.scorer import Scorer, model_or_default

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame, IntoDataFrameT


def score_conversations(
    frame: IntoDataFrameT,
    *,
    conversation: str = "conversation",
    author: str = "author",
    text: str = "text",
    at: str | None = None,
    role: str | None = None,
    roles: Mapping[Any, Mapping[AuthorName, str]] | None = None,
    model: Scorer | None = None,
    time_unit: str = SECONDS,
) -> IntoDataFrameT:
    """Score every message of a table within its conversation.

    Parameters
    ----------
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One message a row. The messages of a conversation are in order; other conversations may come in between.
    conversation, author, text : str
        Columns of the conversation's name, the author and the message.
    at : str, optional
        Column of numbers or aware datetimes.
    role : str, optional
        Column of the author's role from that message on, as `Conversation.add` takes it; None and NaN say nothing new.
    roles : mapping of conversation to mapping of author to role, optional
        Roles as `Conversation` takes them. They override the column.
    model : Scorer, optional
        The model; None loads the shipped one.
    time_unit : {"seconds", "milliseconds", "microseconds", "days"}, default="seconds"
        Unit of numbers in `at`.

    Returns
    -------
    pandas.DataFrame, polars.DataFrame or pyarrow.Table
        Of the kind of `frame`, a row for each of its rows in order; pandas keeps the index. ``risk``, ``level``,
        ``disclosure`` and ``asks_for_help`` of the author after the message; ``conversation_risk`` and
        ``conversation_level`` of the riskiest author; ``alert``, the author's new level or None; ``help_alert``,
        whether it is the author's first cry for help; ``out_of_order``. `Conversation.add` gives the same numbers. To
        share the work between processes, split by conversation.

    Raises
    ------
    KeyError
        A column is absent.
    TypeError, ValueError
        `frame` is no such table, or two columns have one name; `Conversation.add` refuses a row, or a row names no
        conversation: the error names the row, by its label in the index of pandas, else by its number from 0.

    Examples
    --------
    >>> import pandas as pd
    >>> chat = pd.DataFrame({"conversation": [1, 1], "author": ["a", "b"], "text": ["gg", "wp, rematch?"]})
    >>> score_conversations(chat)["level"].tolist()
    ['none', 'none']
    """
    columns = Columns(text, conversation, author, at, check_unit(time_unit), role)
    rows = [state_columns(state) for _, state in hear_frame(frame, columns, model_or_default(model), roles)]
    return like(frame, pd.DataFrame(rows, columns=list(STATE_COLUMNS)))


def hear_frame(
    frame: IntoDataFrame,
    columns: Columns,
    model: Scorer,
    roles: Mapping[Any, Mapping[AuthorName, str]] | None = None,
) -> Iterator[tuple[Hashable, ConversationState]]:
    """Yield the conversation of each row and its state; arguments and errors are those of `score_conversations`."""
    chats: dict[Hashable, Conversation] = {}
    fixed: dict[Hashable, dict[AuthorName, str]] = {}
    values, known = _values(frame, columns), {} if roles is None else roles
    if not isinstance(known, Mapping):
        raise TypeError(f"roles must be a mapping of conversation to roles, not {type(known).__name__}")
    for label, key, author, text, at, given in zip(row_labels(frame), *values, strict=True):
        try:
            if check_conversation(key) not in chats:
                fixed[key] = checked_roles(known.get(key) or {})
                chats[key] = Conversation(model=model, roles=fixed[key], time_unit=columns.time_unit)
            role = check_role(read_role(given))
            if role is not None and read_author(author) in fixed[key]:
                role = None
            yield key, chats[key].add(text, author=author, at=at, role=role)
        except (TypeError, ValueError) as error:
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"row {label!r}: {error}") from None


def _values(frame: IntoDataFrame, columns: Columns) -> list[list[Any]]:
    """Return conversation, author, text, time and role of the rows, as Python's own numbers and datetimes."""
    names = (columns.conversation, columns.author, columns.text, columns.at, columns.role)
    given = [name for name in names if name is not None]
    found = dict(zip(given, columns_of(frame, given), strict=True))
    nothing = [None] * len(found[columns.text])
    keys, authors, texts, times, roles = (nothing if name is None else found[name] for name in names)
    return [keys, authors, texts, [None if pd.isna(at) else at for at in times], roles]
