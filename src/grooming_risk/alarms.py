"""Plays labelled conversations to a model, message by message, and notes when each was alarmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from grooming_risk.author import OVERT
from grooming_risk.conversation import Conversation
from grooming_risk.labels import LEVELS
from grooming_risk.scorer import Scorer

ALARM_LEVELS: Final = ("medium", "high")
"""Levels at which a conversation is alarmed."""

SLICES: Final = ("scenario", "register")
"""Columns that slice the conversations, where the table has them."""


def play(messages: pd.DataFrame, scorer: Scorer) -> dict[str, Any]:
    """Play one conversation.

    Parameters
    ----------
    messages : pandas.DataFrame
        Its rows, in order, as `grooming_risk.corpus.load_conversations` returns them.
    scorer : Scorer
        The model.

    Returns
    -------
    dict
        ``kind``, ``y_true`` (is it grooming), ``risk`` (the highest), ``length`` in messages, ``alarm_medium`` and
        ``alarm_high`` (number of the message that first reached the level, counted from 0; nan where none did),
        ``first_overt_ask`` (number of the first message with an image or meeting request or coercion, else nan), and
        what slices it.

    Examples
    --------
    >>> from grooming_risk import load_conversations, load_model
    >>> chats = load_conversations("validation")
    >>> one = play(chats[chats["conversation"] == chats["conversation"].iloc[0]], load_model())
    >>> 0 <= one["risk"] <= 1
    True
    """
    chat = Conversation(model=scorer)
    levels, risks = [], []
    for row in messages.itertuples(index=False):
        at = row.start.to_pydatetime() + timedelta(minutes=row.minutes)
        state = chat.add(row.text, author=row.author, at=at)
        levels.append(LEVELS.index(state.level))
        risks.append(state.risk)
    kind = str(messages["kind"].iloc[0])
    return {
        "kind": kind,
        "y_true": kind == "grooming",
        "risk": max(risks),
        "length": len(messages),
        **{f"alarm_{level}": _first(reached >= LEVELS.index(level) for reached in levels) for level in ALARM_LEVELS},
        "first_overt_ask": _first(not set(OVERT).isdisjoint(labels) for labels in messages["labels"]),
        **{name: messages[name].iloc[0] for name in SLICES if name in messages.columns},
    }


def _first(happened: Iterable[bool]) -> float:
    return next((float(number) for number, yes in enumerate(happened) if yes), np.nan)
