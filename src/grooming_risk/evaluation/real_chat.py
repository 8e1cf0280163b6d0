"""Metrics against real harmless chats: their alarms, recall where 1 in 100 is alarmed, flood, chats in a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import Chat, chats
from grooming_risk.errors import BudgetError
from grooming_risk.evaluation.attacks.flooding import FLOODS, ROWS, Said, flood, in_a_row, said_in
from grooming_risk.evaluation.message_metrics import Track
from grooming_risk.evaluation.replay import ALARM_LEVELS, replay
from grooming_risk.metrics.classification import mean_of, share_interval
from grooming_risk.metrics.nested import rounded, rounded_figures
from grooming_risk.model.logistic import log_odds
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.thresholds.tail import Tail

RATES: Final = {"1_in_100": 0.01, "1_in_1000": 0.001}
"""Share of the real chats alarmed, by the name of its threshold."""

SHORTEST: Final = 8
"""Messages of a real chat, at least."""

FLOODED: Final = 100
"""Grooming conversations that are flooded, at most."""

_POOL: Final = 500  # chats that floods draw from
_LEAST: Final = 1e-12  # risk


class RealChats(NamedTuple):
    """Real harmless chats, replayed."""

    chats: list[Chat]
    """Chats of at least `SHORTEST` messages."""
    played: pd.DataFrame
    """Highest risk, length and alarms of each: see `grooming_risk.evaluation.replay.replay`."""
    thresholds: dict[str, float]
    """Risk that a share of `RATES` of them is expected to pass, from the fitted tail where the share is too rare."""


def unseen_chats() -> list[Chat]:
    """Return the test part of the package's chats, which no model and no level has seen."""
    return chats("test")


def play_real(real: Sequence[Chat], scorer: Scorer, track: Track = iter) -> RealChats:
    """Replay real chats; ValueError where none has `SHORTEST` messages, or they hardly differ."""
    long = [chat for chat in real if len(chat.messages) >= SHORTEST]
    if not long:
        raise ValueError(f"real chats: give some of {SHORTEST} messages or more")
    rows = [replay(((author, text, at) for author, at, text in chat.messages), scorer) for chat in track(long)]
    played = pd.DataFrame(rows, index=[chat.name for chat in long])
    try:
        tail = Tail([log_odds(max(risk, _LEAST)) for risk in played["risk"]])
    except BudgetError:
        raise ValueError("real chats: they hardly differ; give more, and more varied ones") from None
    return RealChats(long, played, {name: tail.threshold(rate) for name, rate in RATES.items()})


def real_chat_metrics(real: RealChats) -> tuple[dict[str, Any], dict[str, tuple[float, float]]]:
    """Return the share of real chats alarmed at each level and threshold, or asking for help; and intervals."""
    count = len(real.chats)
    alarmed = {level: float(real.played[f"alarm_{level}"].notna().mean()) for level in ALARM_LEVELS}
    alarmed |= {name: float((real.played["risk"] > bound).mean()) for name, bound in real.thresholds.items()}
    intervals = {}
    for name, share in alarmed.items():
        low, high = share_interval(share, count)
        intervals[f"against_real.alarmed.{name}"] = (rounded(low), rounded(high))
    low, high = share_interval(asked := float(real.played["asked_for_help"].notna().mean()), count)
    intervals["against_real.asked_for_help"] = (rounded(low), rounded(high))
    metrics = {"n": count, "messages": int(real.played["length"].sum()), "marks": real.thresholds, "alarmed": alarmed,
               "asked_for_help": asked}  # fmt: skip
    return rounded_figures(metrics), intervals


def row_metrics(real: RealChats, scorer: Scorer, track: Track = iter) -> dict[str, Any]:
    """Return the share of rows of real chats that reach a level or pass a threshold, by the length of the row."""
    found: dict[str, Any] = {}
    for count in ROWS:
        rows = list(in_a_row(real.chats, count))
        found[f"{count}_chats"] = {"n": len(rows), **_shares(track(rows), scorer, real)}
    return found


def flood_metrics(
    chats: Sequence[pd.DataFrame], real: RealChats, scorer: Scorer, track: Track = iter
) -> dict[str, Any]:
    """Return the share alarmed of some grooming conversations, plain and flooded, and the share that flood keeps."""
    step = -(-len(chats) // FLOODED) or 1
    plain = [said_in(chat) for chat in chats[::step]]
    pool = [text for chat in real.chats[:_POOL] for _, _, text in chat.messages if text]
    found: dict[str, Any] = {"n": len(plain), "plain": _shares(plain, scorer, real)}
    for name in track(list(FLOODS)) if plain else ():
        flooded = [flood(chat, pool, name, seed=number) for number, chat in enumerate(plain)]
        shares = _shares(flooded, scorer, real)
        kept = {f"kept_{key}": _ratio(share, found["plain"][key]) for key, share in shares.items()}
        found[name] = {**shares, **kept}
    return found


def _shares(chats: Iterable[Sequence[Said]], scorer: Scorer, real: RealChats) -> dict[str, float | None]:
    """Return the share of chats alarmed at each level and threshold."""
    played = [replay(((said.author, said.text, None) for said in chat), scorer, real.thresholds) for chat in chats]
    names = (*ALARM_LEVELS, *RATES)
    return rounded_figures({name: mean_of([not np.isnan(one[f"alarm_{name}"]) for one in played]) for name in names})


def _ratio(share: float | None, of: float | None) -> float | None:
    return None if share is None or not of else rounded(share / of)
