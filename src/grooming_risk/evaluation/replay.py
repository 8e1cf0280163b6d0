"""Replay of labelled conversations on a model, message by message, and the moments of their alarms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.state.conversation_state import AuthorName
from grooming_risk.conversation.timestamps import Time
from grooming_risk.labels import OVERT
from grooming_risk.scoring.scorer import Scorer

ALARM_LEVELS: Final = ("medium", "high")
"""Levels at which a conversation is alarmed."""

COLUMNS: Final = ("conversation", "kind", "start", "minutes", "author", "text", "labels")
"""Columns that labelled conversations need."""

SLICES: Final = ("scenario", "register")
"""Columns that slice the conversations, where the table has them."""


def play(messages: pd.DataFrame, scorer: Scorer, thresholds: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Replay the rows of one conversation from `load_conversations`; each threshold gives an ``alarm_`` of its name.

    Returns
    -------
    dict
        ``kind``, ``y_true`` (whether it is grooming), the highest ``risk``, ``length`` in messages, ``alarm_medium``
        and ``alarm_high`` (index of the first message at the level; nan without one), ``asked_for_help`` (index of the
        first message taken for a cry for help, else nan), ``first_overt_ask`` (index of the first message with an image
        or meeting request or coercion, else nan), and the columns that slice it.

    Examples
    --------
    >>> from grooming_risk import load_conversations, load_model
    >>> chats = load_conversations("validation")
    >>> one = play(chats[chats["conversation"] == chats["conversation"].iloc[0]], load_model())
    >>> 0 <= one["risk"] <= 1
    True
    """
    rows = messages.itertuples(index=False)
    timed = ((row.author, row.text, row.start.to_pydatetime() + timedelta(minutes=row.minutes)) for row in rows)
    kind = str(messages["kind"].iloc[0])
    return {
        "kind": kind,
        "y_true": kind == "grooming",
        **replay(timed, scorer, thresholds),
        "first_overt_ask": _first(not set(OVERT).isdisjoint(labels) for labels in messages["labels"]),
        **{name: messages[name].iloc[0] for name in SLICES if name in messages.columns},
    }


def replay(
    messages: Iterable[tuple[AuthorName, str, Time]], scorer: Scorer, thresholds: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Return the highest ``risk``, the ``length``, and the first message at each level, threshold, or for help."""
    chat = Conversation(model=scorer, observe_only=True)
    states = (chat.add(text, author=author, at=at) for author, text, at in messages)
    risks, asks = zip(*((state.risk, state.asks_for_help) for state in states), strict=True)
    levels = scorer.conversation_rule.levels
    return {
        "risk": max(risks),
        "length": len(risks),
        "asked_for_help": _first(asks),
        **{f"alarm_{level}": _first(risk >= levels[level] for risk in risks) for level in ALARM_LEVELS},
        **{f"alarm_{name}": _first(risk > bound for risk in risks) for name, bound in (thresholds or {}).items()},
    }


def _first(happened: Iterable[bool]) -> float:
    return next((float(number) for number, yes in enumerate(happened) if yes), np.nan)
