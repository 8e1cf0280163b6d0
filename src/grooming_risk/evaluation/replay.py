"""Plays labelled conversations to a model, message by message, and notes when each was alarmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

SLICES: Final = ("scenario", "register")
"""Columns that slice the conversations, where the table has them."""


def play(messages: pd.DataFrame, scorer: Scorer, marks: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Play one conversation.

    Parameters
    ----------
    messages : pandas.DataFrame
        Its rows, in order, as `grooming_risk.corpus.load.load_conversations` returns them.
    scorer : Scorer
        The model.
    marks : mapping of str to float, optional
        Further risks to pass, by name: for each there is an ``alarm_`` of that name, as for the levels.

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
    rows = messages.itertuples(index=False)
    heard = listen(((r.author, r.text, r.start.to_pydatetime() + timedelta(minutes=r.minutes)) for r in rows), scorer)
    kind = str(messages["kind"].iloc[0])
    return {
        "kind": kind,
        "y_true": kind == "grooming",
        "risk": max(heard),
        "length": len(messages),
        **alarms_of(heard, scorer, marks),
        "first_overt_ask": _first(not set(OVERT).isdisjoint(labels) for labels in messages["labels"]),
        **{name: messages[name].iloc[0] for name in SLICES if name in messages.columns},
    }


def listen(messages: Iterable[tuple[AuthorName, str, Time]], scorer: Scorer) -> list[float]:
    """Return the risk of a conversation after each message: author, text and time."""
    chat = Conversation(model=scorer, observe_only=True)
    return [chat.add(text, author=author, at=at).risk for author, text, at in messages]


def alarms_of(risks: Sequence[float], scorer: Scorer, marks: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the number of the message that first reached each level of `ALARM_LEVELS`, or passed a mark; nan: none."""
    levels = scorer.conversation_rule.levels
    reached = {f"alarm_{level}": _first(risk >= levels[level] for risk in risks) for level in ALARM_LEVELS}
    passed = {f"alarm_{name}": _first(risk > mark for risk in risks) for name, mark in (marks or {}).items()}
    return reached | passed


def _first(happened: Iterable[bool]) -> float:
    return next((float(number) for number, yes in enumerate(happened) if yes), np.nan)
