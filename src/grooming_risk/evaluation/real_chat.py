"""Figures of conversations against real harmless chats: alarms on them, what is found at their rates, flood, years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import Chat, chats
from grooming_risk.errors import BudgetError
from grooming_risk.evaluation.attacks.flooding import FLOODS, ROWS, Said, flood, in_a_row, said_in
from grooming_risk.evaluation.message_metrics import Track
from grooming_risk.evaluation.replay import ALARM_LEVELS, alarms_of, listen
from grooming_risk.metrics.classification import share_interval
from grooming_risk.metrics.nested import rounded
from grooming_risk.model.logistic import log_odds
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.thresholds.tail import Tail

RATES: Final = {"1_in_100": 0.01, "1_in_1000": 0.001}
"""Shares of the real chats alarmed, by the name of the mark at which they are."""

SHORTEST: Final = 8
"""Messages of a real chat that is measured on."""

FLOODED: Final = 100
"""Grooming conversations that are flooded, at most: every so many-th."""

_POOL: Final = 500  # chats whose messages floods are made of
_LEAST: Final = 1e-12


class RealChats(NamedTuple):
    """Real harmless chats, played.

    Attributes
    ----------
    chats : list of Chat
        Those of at least `SHORTEST` messages.
    played : DataFrame
        For each its highest ``risk``, and when it was alarmed at each level: see
        `grooming_risk.evaluation.replay.alarms_of`.
    marks : dict of str to float
        Risk that a share of `RATES` of them is expected to pass; of a share too rare for them, of the fitted tail.
    """

    chats: list[Chat]
    played: pd.DataFrame
    marks: dict[str, float]


def unseen_chats() -> list[Chat]:
    """Return the test part of the package's chats, which no model and no level has seen.

    Raises
    ------
    MissingExtraError
        The package is not installed.
    """
    return chats("test")


def play_real(real: Sequence[Chat], scorer: Scorer, track: Track = iter) -> RealChats:
    """Play real chats.

    Raises
    ------
    ValueError
        None has `SHORTEST` messages, or they hardly differ.
    """
    long = [chat for chat in real if len(chat.messages) >= SHORTEST]
    if not long:
        raise ValueError(f"real chats: give some of {SHORTEST} messages or more")
    rows = []
    for chat in track(long):
        risks = listen(((author, text, at) for author, at, text in chat.messages), scorer)
        rows.append({"risk": max(risks), "length": len(risks), **alarms_of(risks, scorer)})
    played = pd.DataFrame(rows, index=[chat.name for chat in long])
    try:
        tail = Tail([log_odds(max(risk, _LEAST)) for risk in played["risk"]])
    except BudgetError:
        raise ValueError("real chats: they hardly differ; give more, and more varied ones") from None
    return RealChats(long, played, {name: tail.threshold(rate) for name, rate in RATES.items()})


def real_figures(real: RealChats) -> tuple[dict[str, Any], dict[str, tuple[float, float]]]:
    """Return how many real chats are alarmed at each level and mark, and Wilson's intervals of the shares."""
    count = len(real.chats)
    alarmed = {level: float(real.played[f"alarm_{level}"].notna().mean()) for level in ALARM_LEVELS}
    alarmed |= {name: float((real.played["risk"] > mark).mean()) for name, mark in real.marks.items()}
    bounds = {f"alarmed.{name}": share_interval(share, count) for name, share in alarmed.items()}
    figures = {
        "n": count,
        "messages": int(real.played["length"].sum()),
        "marks": {name: rounded(mark) for name, mark in real.marks.items()},
        "alarmed": {name: rounded(share) for name, share in alarmed.items()},
    }
    return figures, {name: (rounded(low), rounded(high)) for name, (low, high) in bounds.items()}


def row_figures(real: RealChats, scorer: Scorer, track: Track = iter) -> dict[str, Any]:
    """Return the share of rows of real chats that reach a level or pass a mark, by the length of the row."""
    found: dict[str, Any] = {}
    for count in ROWS:
        rows = list(in_a_row(real.chats, count))
        alarms = [_alarms(row, scorer, real.marks) for row in track(rows)]
        found[f"{count}_chats"] = {"n": len(rows), **_shares(alarms)}
    return found


def flood_figures(
    chats: Sequence[pd.DataFrame], real: RealChats, scorer: Scorer, track: Track = iter
) -> dict[str, Any]:
    """Return what is found of grooming conversations that are flooded, plain ones among them, and the share kept."""
    step = -(-len(chats) // FLOODED) or 1
    plain = [said_in(chat) for chat in chats][::step]
    pool = [text for chat in real.chats[:_POOL] for _, _, text in chat.messages if text]
    found: dict[str, Any] = {"n": len(plain), "plain": _shares([_alarms(chat, scorer, real.marks) for chat in plain])}
    for name in track(list(FLOODS)) if plain else ():
        flooded = [flood(chat, pool, str(name), seed=number) for number, chat in enumerate(plain)]
        shares = _shares([_alarms(chat, scorer, real.marks) for chat in flooded])
        kept = {f"kept_{key}": _ratio(share, found["plain"][key]) for key, share in shares.items()}
        found[str(name)] = {**shares, **kept}
    return found


def _alarms(chat: Sequence[Said], scorer: Scorer, marks: Mapping[str, float]) -> dict[str, float]:
    return alarms_of(listen(((said.author, said.text, None) for said in chat), scorer), scorer, marks)


def _shares(alarms: Sequence[Mapping[str, float]]) -> dict[str, float | None]:
    names = (*ALARM_LEVELS, *RATES)
    if not alarms:
        return dict.fromkeys(names)
    return {name: rounded(np.mean([not np.isnan(one[f"alarm_{name}"]) for one in alarms])) for name in names}


def _ratio(share: float | None, of: float | None) -> float | None:
    return None if share is None or not of else rounded(share / of)
