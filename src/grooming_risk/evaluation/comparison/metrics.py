"""Metrics that `compare` compares: of one model, on the messages or conversations of one draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.evaluation.conversations import evaluate_conversations
from grooming_risk.evaluation.message_metrics import Measured, main_metrics, measure
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS
from grooming_risk.metrics.classification import mean_of, measurable_rates
from grooming_risk.metrics.nested import flat_figures
from grooming_risk.scoring.scorer import Scorer

FEWEST: Final = 10
"""A metric of fewer messages or conversations is None."""

HARMLESS: Final = "harmless"
"""Kind of the harmless messages outside the labelled table."""

_RATES: Final = (1e-2, 1e-3)
_MEDIUM: Final = LEVELS.index("medium")
_CONVERSATIONS: Final = {
    "grooming": "conversations.medium.recall",
    "harmless": "conversations.medium.harmless_alarmed",
    "disclosure": "conversations.medium.disclosures_alarmed",
}

Metrics = dict[str, float | None]


class Scored(NamedTuple):
    """Scores of one model: of the labelled table, and of the harmless messages after it, in the order given."""

    measured: Measured
    levels: np.ndarray
    """Number of the level of each message, int of shape (n_messages + n_harmless,)."""


def score_messages(model: Scorer, frame: pd.DataFrame, harmless: Sequence[str]) -> Scored:
    """Score the messages. Without harmless ones, the everyday messages are the harmless ones, each with its group."""
    measured = measure(frame, model, harmless, iter)
    risks = np.concatenate([measured.heads[:, 0], measured.harmless])
    return Scored(measured, np.searchsorted(list(measured.levels.values()), risks, side="right"))


def message_metrics(scored: Scored, rows: np.ndarray, too_few: set[str]) -> Metrics:
    """Return the metrics of a model on the messages drawn; None for one of `too_few`, or without a case in the draw."""
    count, flagged = len(scored.measured.kind), scored.levels[rows] >= _MEDIUM
    kind = np.where(rows < count, scored.measured.kind[np.minimum(rows, count - 1)], HARMLESS)
    main = main_metrics(scored.measured, _RATES, rows)
    chosen = {name: main[name] for name in ("roc_auc", "brier", "average_precision", "recall_at_false_alarm_rate")}
    shares = {name: mean_of(flagged[kind == name]) for name in ("grooming", HARMLESS, DISCLOSURE)}
    metrics = flat_figures({**chosen, "flagged.medium": shares})
    return {name: None if name in too_few else value for name, value in metrics}


def too_few_messages(measured: Measured) -> set[str]:
    """Return the metrics that have too few messages."""
    by_head = dict(zip(HEADS, measured.labels.sum(axis=0).tolist(), strict=True))
    grooming, harmless = by_head[HEADS[0]], len(measured.harmless)
    measurable = measurable_rates(harmless)
    cases = {
        "roc_auc": min(grooming, len(measured.kind) - grooming),
        "brier": len(measured.kind),
        **{f"average_precision.{name}": count for name, count in by_head.items()},
        "average_precision.mean": max(by_head[name] for name in PATTERNS),
        "flagged.medium.grooming": grooming,
        "flagged.medium.harmless": harmless,
        "flagged.medium.disclosure": int((measured.kind == DISCLOSURE).sum()),
        **{f"recall_at_false_alarm_rate.{rate:g}": grooming if rate in measurable else 0 for rate in _RATES},
    }
    return {name for name, count in cases.items() if count < FEWEST}


def played_by(model: Scorer, chats: pd.DataFrame) -> pd.DataFrame:
    """Return ``kind`` of each conversation, and whether it was ``alarmed`` at medium or above."""
    played = evaluate_conversations(chats, model=model, rounds=0).predictions
    assert played is not None  # only an evaluation from JSON lacks predictions
    return pd.DataFrame({"kind": played["kind"], "alarmed": played["alarm_medium"].notna()})


def conversation_metrics(played: pd.DataFrame, rows: np.ndarray) -> Metrics:
    """Return the share of the drawn conversations that is alarmed, by kind; None for a kind of too few."""
    kind, alarmed = played["kind"].to_numpy(dtype=str), played["alarmed"].to_numpy()
    return {
        name: mean_of(alarmed[rows][kind[rows] == one]) if (kind == one).sum() >= FEWEST else None
        for one, name in _CONVERSATIONS.items()
    }
