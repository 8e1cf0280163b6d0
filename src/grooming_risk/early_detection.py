"""Figures of a model on labelled conversations: how many it finds, how early, and how many harmless ones it alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from grooming_risk.author import OVERT
from grooming_risk.conversation import Conversation
from grooming_risk.evaluation import Evaluation
from grooming_risk.figures import rounded
from grooming_risk.labels import LEVELS
from grooming_risk.scorer import Scorer, default_model

ERDE_DEADLINES: Final = (5, 50)
_ALARM_LEVELS: Final = ("medium", "high")


class _Played(NamedTuple):
    """One conversation as the model saw it; messages are counted from 0, None is never."""

    grooming: bool
    kind: str
    scenario: str
    length: int
    peak: float
    alarms: Mapping[str, int | None]
    first_overt: int | None


def evaluate_conversations(frame: pd.DataFrame, *, model: Scorer | None = None) -> Evaluation:
    """Measure a model on labelled conversations, message by message.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``conversation``, ``kind``, ``scenario``, ``start``, ``minutes``, ``author``, ``text``, ``labels`` as
        `load_conversations` returns them.
    model : Scorer, optional
        None takes the shipped model.

    Returns
    -------
    Evaluation
        ``conversations`` by kind; ``auc`` of the highest risk; for ``medium`` and ``high``: ``precision``, ``recall``
        and ``f1`` of alarms, share of ``harmless_alarmed`` and ``disclosures_alarmed``, ``f_latency`` (F1 times one
        less the median penalty of the true alarms; the penalty of an alarm after message k, counted from 0, is
        ``2 / (1 + exp(-p k)) - 1`` with p such that it is one half at the median length of the grooming
        conversations; Sadeque et al., 2018; its parameter is given as ``latency_p``), ``erde_5`` and ``erde_50`` (early
        risk detection error, lower is better, false alarms cost the share of grooming; Losada and Crestani, 2016),
        ``before_first_overt_ask`` (share of the conversations with an image or meeting request or coercion that were
        alarmed before the first), and ``recall_by_scenario``. A figure without a case is None.

    Examples
    --------
    >>> from grooming_risk import load_conversations
    >>> frame = load_conversations("validation")
    >>> some = frame[frame["conversation"].isin(frame["conversation"].unique()[:20])]
    >>> sorted(evaluate_conversations(some).figures)
    ['auc', 'conversations', 'high', 'latency_p', 'medium']
    """
    scorer = model or default_model()
    played = [_play(messages, scorer) for _, messages in frame.groupby("conversation", sort=False)]
    kinds = pd.Series([one.kind for one in played])
    truth = np.array([one.grooming for one in played])
    peaks = [one.peak for one in played]
    lengths = [one.length for one in played if one.grooming]
    p = np.log(3) / max(np.median(lengths) - 1, 1) if lengths else None
    figures = {
        "conversations": {str(name): int(count) for name, count in kinds.value_counts().sort_index().items()},
        "auc": rounded(roc_auc_score(truth, peaks)) if 0 < truth.sum() < len(truth) else None,
        "latency_p": None if p is None else rounded(p),
        **{level: _alarm_figures(played, level, p) for level in _ALARM_LEVELS},
    }
    return Evaluation(figures)


def _play(messages: pd.DataFrame, scorer: Scorer) -> _Played:
    chat = Conversation(model=scorer)
    alarms: dict[str, int | None] = dict.fromkeys(_ALARM_LEVELS)
    peak, first_overt = 0.0, None
    for index, row in enumerate(messages.itertuples(index=False)):
        at = row.start.to_pydatetime() + timedelta(minutes=row.minutes)
        state = chat.add(row.text, author=row.author, at=at)
        peak = max(peak, state.risk)
        for level in _ALARM_LEVELS:
            if alarms[level] is None and LEVELS.index(state.level) >= LEVELS.index(level):
                alarms[level] = index
        if first_overt is None and not set(OVERT).isdisjoint(row.labels):
            first_overt = index
    kind = str(messages["kind"].iloc[0])
    return _Played(
        kind == "grooming", kind, str(messages["scenario"].iloc[0]), len(messages), peak, alarms, first_overt
    )


def _alarm_figures(played: Sequence[_Played], level: str, p: float | None) -> dict[str, Any]:
    alarmed = np.array([one.alarms[level] is not None for one in played])
    grooming = np.array([one.grooming for one in played])
    kinds = np.array([one.kind for one in played])
    found = int((alarmed & grooming).sum())
    f1 = 2 * found / max(int(alarmed.sum() + grooming.sum()), 1)
    asked = [one for one in played if one.grooming and one.first_overt is not None]
    return {
        "precision": _share(grooming[alarmed]),
        "recall": _share(alarmed[grooming]),
        "f1": rounded(f1) if grooming.any() else None,
        "harmless_alarmed": _share(alarmed[kinds == "harmless"]),
        "disclosures_alarmed": _share(alarmed[kinds == "disclosure"]),
        "f_latency": rounded(f1 * (1 - _median_penalty(played, level, p))) if found and p else None,
        **{f"erde_{deadline}": _erde(played, level, deadline) for deadline in ERDE_DEADLINES},
        "before_first_overt_ask": _share([_is_before(one.alarms[level], one.first_overt) for one in asked]),
        "recall_by_scenario": {
            scenario: _share(
                [one.alarms[level] is not None for one in played if one.grooming and one.scenario == scenario]
            )
            for scenario in sorted({one.scenario for one in played if one.grooming})
        },
    }


def _is_before(alarm: int | None, ask: int | None) -> bool:
    return alarm is not None and ask is not None and alarm < ask


def _median_penalty(played: Sequence[_Played], level: str, p: float) -> float:
    alarms = [alarm for one in played if one.grooming and (alarm := one.alarms[level]) is not None]
    return float(np.median([2 / (1 + np.exp(-p * alarm)) - 1 for alarm in alarms]))


def _erde(played: Sequence[_Played], level: str, deadline: int) -> float:
    share = float(np.mean([one.grooming for one in played]))
    costs = []
    for one in played:
        alarm = one.alarms[level]
        if alarm is None:
            costs.append(1.0 if one.grooming else 0.0)
        else:
            late = 1 - 1 / (1 + np.exp(np.clip(alarm + 1 - deadline, -500, 500)))
            costs.append(late if one.grooming else share)
    return rounded(np.mean(costs))


def _share(values: Any) -> float | None:
    return rounded(np.mean(values)) if len(values) else None
