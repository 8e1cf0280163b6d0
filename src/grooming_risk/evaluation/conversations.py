"""Figures of a model on labelled conversations: how many it finds, how early, and how many harmless ones it alarms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import Chat
from grooming_risk.evaluation.message_metrics import Track
from grooming_risk.evaluation.messages import SLICE_LEVEL, drawn_intervals
from grooming_risk.evaluation.real_chat import flood_figures, play_real, real_figures, row_figures
from grooming_risk.evaluation.replay import ALARM_LEVELS, SLICES, play
from grooming_risk.evaluation.result import ConversationEvaluation
from grooming_risk.metrics.bootstrap import ROUNDS
from grooming_risk.metrics.classification import flag_figures, mean_of, share_interval
from grooming_risk.metrics.nested import rounded, rounded_figures
from grooming_risk.metrics.ranking import roc_auc
from grooming_risk.metrics.slices import slice_figures
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.validation import check_columns

ERDE_DEADLINES: Final = (5, 50)
_BY_MISTAKE: Final = {"harmless_alarmed": "harmless", "disclosures_alarmed": "disclosure"}
_COLUMNS: Final = ("conversation", "kind", "start", "minutes", "author", "text", "labels")


def evaluate_conversations(
    frame: pd.DataFrame,
    *,
    model: Scorer | None = None,
    real_chats: Sequence[Chat] | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
    progress: Track | None = None,
) -> ConversationEvaluation:
    """Measure a model on labelled conversations, message by message.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``conversation``, ``kind``, ``start``, ``minutes``, ``author``, ``text``, ``labels`` as
        `load_conversations` returns them; ``scenario`` and ``register``, where they are there, give slices.
    model : Scorer, optional
        None takes the shipped model.
    real_chats : sequence of Chat, optional
        Real harmless chats, as `grooming_risk.evaluation.real_chat.unseen_chats` returns them: what is found where a
        share of them is alarmed, flooded conversations, and chats in a row are then measured too, which takes minutes.
    rounds : int, default=200
        Draws of the bootstrap; 0 gives no intervals but those of false alarms.
    seed : int, default=0
        The same seed gives the same intervals.
    progress : callable, optional
        Wraps what is gone through, as ``tqdm.tqdm`` does.

    Returns
    -------
    Evaluation
        In ``figures``: ``conversations`` by kind; ``auc`` of the highest risk; for ``medium`` and ``high``:
        ``precision``, ``recall`` and ``f1`` of alarms, share of ``harmless_alarmed`` and ``disclosures_alarmed``,
        ``f_latency`` (F1 times one less the median penalty of the true alarms; the penalty of an alarm after message k,
        counted from 0, is ``2 / (1 + exp(-p k)) - 1`` with p such that it is one half at the median length of the
        grooming conversations; Sadeque et al., 2018; its parameter is given as ``latency_p``), ``erde_5`` and
        ``erde_50`` (early risk detection error, lower is better, false alarms cost the share of grooming; Losada and
        Crestani, 2016), ``before_first_overt_ask`` (share of the conversations with an image or meeting request or
        coercion that were alarmed before the first), ``share_read`` (median share of the conversation that was read at
        a true alarm), and ``recall_by_scenario``; ``alarmed_from``: the risk of each of the two levels, and whose
        ``levels_of`` these are, ``"site"`` or ``"model"``; ``slices`` by scenario and register,
        alarmed at medium or above: see `grooming_risk.metrics.slices.slice_figures`. A figure without a case is None.

        With real chats, ``against_real`` has how many there are, the ``marks`` that 1 in 100 and 1 in 1,000 of them are
        expected to pass, the shares ``alarmed``; the figures above for those marks, ``1_in_100`` and ``1_in_1000``;
        ``flood`` and ``in_a_row``: see `grooming_risk.evaluation.real_chat`.

        ``intervals`` are percentile intervals over draws of whole conversations (Efron, 1979), ``latency_p`` fixed;
        those of the shares alarmed by mistake are Wilson's (1927), which hold where none was.

        ``predictions`` has a row for each conversation, by its name: see `grooming_risk.evaluation.replay.play`.

    Raises
    ------
    KeyError
        The frame lacks a column.
    ValueError
        The frame has no row, or `rounds` is negative.

    Examples
    --------
    >>> from grooming_risk import load_conversations
    >>> frame = load_conversations("validation")
    >>> some = frame[frame["conversation"].isin(frame["conversation"].unique()[:20])]
    >>> sorted(evaluate_conversations(some).figures)
    ['alarmed_from', 'auc', 'conversations', 'high', 'latency_p', 'medium', 'slices']
    """
    _check(frame, rounds)
    scorer, track = model or default_model(), progress or iter
    chats = dict(list(frame.groupby("conversation", sort=False)))
    real = play_real(real_chats, scorer, track) if real_chats is not None else None
    marks = real.marks if real else {}
    rows = [play(chats[name], scorer, marks) for name in track(list(chats))]
    played = pd.DataFrame(rows, index=pd.Index(chats, name="conversation"))
    columns = {name: played[name].to_numpy() for name in played.columns}
    p = _latency_p(played.loc[played["y_true"], "length"])
    measured = {"latency_p": p, **_figures(columns, p, marks)}
    figures = _all_figures(played, measured, scorer)
    of_drawn = partial(_figures, columns, p, marks)
    intervals = drawn_intervals(of_drawn, list(chats), rounds=rounds, seed=seed, progress=progress)
    intervals |= _false_alarm_intervals(figures)
    if real:
        against, bounds = real_figures(real)
        flood = flood_figures([chats[name] for name in played.index[played["y_true"]]], real, scorer, track)
        figures["against_real"] |= {**against, "flood": flood, "in_a_row": row_figures(real, scorer, track)}
        intervals |= {f"against_real.{name}": pair for name, pair in bounds.items()}
    return ConversationEvaluation(figures, intervals, played)


def _check(frame: pd.DataFrame, rounds: int) -> None:
    check_columns(frame, _COLUMNS, "; load_conversations shows its form")
    if frame.empty:
        raise ValueError("the table has no conversation to measure on")
    if frame["conversation"].isna().any():
        raise ValueError("a message without the name of its conversation: every row needs one")
    if rounds < 0:
        raise ValueError(f"rounds must be 0 or more, not {rounds}")


def _all_figures(played: pd.DataFrame, measured: Mapping[str, Any], scorer: Scorer) -> dict[str, Any]:
    figures = {
        "conversations": {str(name): int(n) for name, n in played["kind"].value_counts().sort_index().items()},
        **rounded_figures(measured),
        "alarmed_from": _alarmed_from(scorer),
        "slices": _slices(played),
    }
    for level in ALARM_LEVELS:
        figures[level]["recall_by_scenario"] = _recall_by_scenario(played, level)
    return figures


def _figures(
    columns: Mapping[str, np.ndarray], p: float | None, marks: Iterable[str], rows: np.ndarray | None = None
) -> dict[str, Any]:
    """Return the figures that get an interval, on the conversations drawn or on all."""
    played = columns if rows is None else {name: values[rows] for name, values in columns.items()}
    figures = {
        "auc": roc_auc(played["y_true"], played["risk"]),
        **{level: _alarm_figures(played, level, p) for level in ALARM_LEVELS},
    }
    if marks:
        figures["against_real"] = {name: _alarm_figures(played, name, p) for name in marks}
    return figures


def _alarm_figures(played: Mapping[str, np.ndarray], level: str, p: float | None) -> dict[str, Any]:
    alarm, ask = played[f"alarm_{level}"], played["first_overt_ask"]
    kind, grooming = played["kind"], played["y_true"]
    alarmed = ~np.isnan(alarm)
    flags = flag_figures(grooming, alarmed)
    early = alarm < ask  # nan, never, is not before anything
    return {
        **{name: flags[name] for name in ("precision", "recall", "f1")},
        **{name: mean_of(alarmed[kind == of]) for name, of in _BY_MISTAKE.items()},
        "f_latency": _f_latency(flags["f1"], alarm[alarmed & grooming], p),
        **{f"erde_{deadline}": _erde(alarm, grooming, deadline) for deadline in ERDE_DEADLINES},
        "before_first_overt_ask": mean_of(early[grooming & ~np.isnan(ask)]),
        "share_read": _median(((alarm + 1) / played["length"])[alarmed & grooming]),
    }


def _false_alarm_intervals(figures: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Return Wilson's intervals of the shares alarmed by mistake: draws would say nothing where there was no alarm."""
    found = {}
    for level in ALARM_LEVELS:
        for name, kind in _BY_MISTAKE.items():
            if (share := figures[level][name]) is not None:
                low, high = share_interval(share, figures["conversations"][kind])
                found[f"{level}.{name}"] = (rounded(low), rounded(high))
    return found


def _latency_p(lengths: pd.Series) -> float | None:
    return float(np.log(3) / max(np.median(lengths) - 1, 1)) if len(lengths) else None


def _f_latency(f1: float | None, alarms: np.ndarray, p: float | None) -> float | None:
    if f1 is None or p is None or not len(alarms):
        return None
    return f1 * (1 - float(np.median(2 / (1 + np.exp(-p * alarms)) - 1)))


def _erde(alarm: np.ndarray, grooming: np.ndarray, deadline: int) -> float:
    never, share = np.isnan(alarm), grooming.mean()
    late = 1 - 1 / (1 + np.exp(np.clip(np.where(never, 0, alarm) + 1 - deadline, -500, 500)))
    costs = np.where(grooming, np.where(never, 1.0, late), np.where(never, 0.0, share))
    return float(costs.mean())


def _alarmed_from(scorer: Scorer) -> dict[str, Any]:
    levels = {level: rounded(scorer.conversation_rule.levels[level], 6) for level in ALARM_LEVELS}
    return {"levels_of": "site" if scorer.site and scorer.site.conversations else "model", **levels}


def _recall_by_scenario(played: pd.DataFrame, level: str) -> dict[str, float]:
    if "scenario" not in played.columns:
        return {}
    found = played[f"alarm_{level}"].notna()[played["y_true"]]
    shares = found.groupby(played["scenario"][played["y_true"]].astype(str)).mean()
    return {str(name): rounded(share) for name, share in shares.items()}


def _slices(played: pd.DataFrame) -> dict[str, Any]:
    truth, risk = played["y_true"].to_numpy(), played["risk"].to_numpy()
    alarmed = played[f"alarm_{SLICE_LEVEL}"].notna().to_numpy()
    return {name: slice_figures(played[name], truth, risk, alarmed) for name in SLICES if name in played.columns}


def _median(values: np.ndarray) -> float | None:
    return float(np.median(values)) if len(values) else None
