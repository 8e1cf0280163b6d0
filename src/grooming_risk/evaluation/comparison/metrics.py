"""The figures that `compare` compares: of one model, on the messages or conversations of one draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.evaluation.conversations import evaluate_conversations
from grooming_risk.evaluation.message_metrics import Marks, Measured, main_figures, marks_of, measure
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS
from grooming_risk.metrics.classification import mean_of, measurable_rates
from grooming_risk.scoring.scorer import Scorer

FEWEST: Final = 10
"""A figure is worked out only where at least this many messages, or conversations, are what it is about."""

HARMLESS: Final = "harmless"
"""Kind of the harmless messages that are no rows of the labelled table."""

_RATES: Final = (1e-2, 1e-3)
_MEDIUM: Final = LEVELS.index("medium")
_CONVERSATIONS: Final = {
    "grooming": "conversations.medium.recall",
    "harmless": "conversations.medium.harmless_alarmed",
    "disclosure": "conversations.medium.disclosures_alarmed",
}

Figures = dict[str, float | None]


class Seen(NamedTuple):
    """What one model makes of the messages: rows of the labelled table, and after them the harmless ones.

    Attributes
    ----------
    measured : Measured
        What is true, and what the model says; the harmless messages in the order they were given.
    marks : Marks
        From where on a probability counts, by the model's own thresholds.
    levels : ndarray of int, shape (n_messages + n_harmless,)
        Number of the level of each message.
    """

    measured: Measured
    marks: Marks
    levels: np.ndarray


def seen_by(model: Scorer, frame: pd.DataFrame, harmless: Sequence[str]) -> Seen:
    """Score the messages. Without harmless ones, the everyday messages come once more, drawn with themselves."""
    measured, marks = measure(frame, model, (), iter), marks_of(model)
    if harmless:
        risks = np.array([score.risk for score in model.score_many(harmless)])
        groups = measured.groups[: len(frame)]
        alone = np.arange(len(risks)) + groups.max() + 1
        measured = measured._replace(harmless=risks, groups=np.concatenate([groups, alone]))
    bounds = [marks.levels[level] for level in LEVELS[1:]]
    levels = np.searchsorted(bounds, [*measured.heads[:, 0], *measured.harmless], side="right")
    return Seen(measured, marks, levels)


def message_figures(seen: Seen, rows: np.ndarray, too_few: set[str]) -> Figures:
    """Return the figures of a model on the messages drawn; None for one of `too_few`, or where the draw is too poor."""
    count, flagged = len(seen.measured.kind), seen.levels[rows] >= _MEDIUM
    kind = np.where(rows < count, seen.measured.kind[np.minimum(rows, count - 1)], HARMLESS)
    main = main_figures(seen.measured, seen.marks, _RATES, rows)
    figures = {
        "roc_auc": main["roc_auc"],
        "brier": main["brier"],
        **{f"average_precision.{name}": value for name, value in main["average_precision"].items()},
        **{f"recall_at_false_alarm_rate.{rate}": x for rate, x in main["recall_at_false_alarm_rate"].items()},
        **{f"flagged.medium.{name}": mean_of(flagged[kind == name]) for name in ("grooming", HARMLESS, DISCLOSURE)},
    }
    return {name: None if name in too_few else value for name, value in figures.items()}


def too_few_messages(measured: Measured) -> set[str]:
    """Return the figures that the messages are too few for."""
    by_head: Mapping[str, Any] = dict(zip(HEADS, measured.labels.sum(axis=0), strict=True))
    grooming, harmless = int(measured.labels[:, 0].sum()), len(measured.harmless)
    cases = {
        "roc_auc": min(grooming, len(measured.kind) - grooming),
        "brier": len(measured.kind),
        **{f"average_precision.{name}": int(count) for name, count in by_head.items()},
        "average_precision.mean": max(int(by_head[name]) for name in PATTERNS),
        "flagged.medium.grooming": grooming,
        "flagged.medium.harmless": harmless,
        "flagged.medium.disclosure": int((measured.kind == DISCLOSURE).sum()),
        **{
            f"recall_at_false_alarm_rate.{rate:g}": grooming if rate in measurable_rates(harmless) else 0
            for rate in _RATES
        },
    }
    return {name for name, count in cases.items() if count < FEWEST}


def played_by(model: Scorer, chats: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each conversation, by its name: ``kind``, and whether it was ``alarmed`` at medium or above."""
    played = evaluate_conversations(chats, model=model, rounds=0).predictions
    assert played is not None  # what was just measured has its predictions
    return pd.DataFrame({"kind": played["kind"], "alarmed": played["alarm_medium"].notna()})


def conversation_figures(played: pd.DataFrame, rows: np.ndarray) -> Figures:
    """Return the shares of conversations alarmed, by kind, among those drawn; None for a kind of too few."""
    kind, alarmed = played["kind"].to_numpy(dtype=str), played["alarmed"].to_numpy()
    return {
        name: mean_of(alarmed[rows][kind[rows] == one]) if (kind == one).sum() >= FEWEST else None
        for one, name in _CONVERSATIONS.items()
    }
