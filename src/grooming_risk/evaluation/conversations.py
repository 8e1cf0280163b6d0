"""Evaluation on labelled conversations: recall, earliness, and alarms on harmless ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy.special import expit

from grooming_risk.conversation.records import is_missing
from grooming_risk.corpus.background.chat import Chat
from grooming_risk.evaluation.message_metrics import Track
from grooming_risk.evaluation.messages import SLICE_LEVEL, drawn_intervals
from grooming_risk.evaluation.real_chat import flood_metrics, play_real, real_chat_metrics, row_metrics
from grooming_risk.evaluation.replay import ALARM_LEVELS, COLUMNS, SLICES, play
from grooming_risk.evaluation.result import ConversationEvaluation
from grooming_risk.io.tables import as_pandas
from grooming_risk.metrics.bootstrap import ROUNDS
from grooming_risk.metrics.classification import flag_figures, mean_of, share_interval
from grooming_risk.metrics.nested import rounded, rounded_figures
from grooming_risk.metrics.ranking import roc_auc
from grooming_risk.metrics.slices import slice_figures
from grooming_risk.scoring.scorer import Scorer, model_or_default
from grooming_risk.validation import check_whole

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

ERDE_DEADLINES: Final = (5, 50)
_BY_MISTAKE: Final = {"harmless_alarmed": "harmless", "disclosures_alarmed": "disclosure"}


def evaluate_conversations(
    frame: IntoDataFrame,
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
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        ``conversation``, ``kind``, ``start``, ``minutes``, ``author``, ``text``, ``labels`` as `load_conversations`
        returns them; ``scenario`` and ``register`` give slices where present.
    model : Scorer, optional
        None takes the shipped model.
    real_chats : sequence of Chat, optional
        Real harmless chats, such as `grooming_risk.evaluation.real_chat.unseen_chats`: adds recall at their alarm
        rates, flooded conversations and chats in a row, which takes minutes.
    rounds : int, default=200
        Draws of the bootstrap; 0 leaves only the intervals of false alarms.
    seed : int, default=0
        The same seed gives the same intervals.
    progress : callable, optional
        Wraps each loop, as ``tqdm.tqdm`` does.

    Returns
    -------
    Evaluation
        In ``figures``: ``conversations`` by kind; ``auc`` of the highest risk; for ``medium`` and ``high``:
        ``precision``, ``recall`` and ``f1`` of alarms, share of ``harmless_alarmed`` and ``disclosures_alarmed``,
        ``f_latency`` (F1 times one less the median penalty of the true alarms; the penalty of an alarm after message k,
        counted from 0, is ``2 / (1 + exp(-p k)) - 1``, with p, the ``latency_p``, such that it is one half at the
        median length of the grooming conversations; Sadeque et al., 2018), ``erde_5`` and ``erde_50`` (early risk
        detection error, lower is better, false alarms cost the share of grooming; Losada and Crestani, 2016),
        ``before_first_overt_ask`` (share of the conversations with an image or meeting request or coercion alarmed
        before the first), ``share_read`` (median share of the conversation read at a true alarm), and
        ``recall_by_scenario``; ``asked_for_help``: share of each kind in which somebody is taken to ask for help;
        ``alarmed_from``: the risk of both levels, and whether ``levels_of`` is ``"site"`` or
        ``"model"``; ``slices`` by scenario and register, alarmed at medium or above: see
        `grooming_risk.metrics.slices.slice_figures`. A metric without a case is None.

        With real chats, ``against_real`` has their number, the ``marks`` (thresholds) that 1 in 100 and 1 in 1,000 of
        them are expected to pass, the shares ``alarmed``, the metrics above at these thresholds, ``1_in_100`` and
        ``1_in_1000``, and ``flood`` and ``in_a_row``: see `grooming_risk.evaluation.real_chat`.

        ``intervals`` are percentile intervals over draws of whole conversations (Efron, 1979), ``latency_p`` fixed;
        those of the shares alarmed by mistake are Wilson's (1927), which hold without an alarm too.

        ``predictions`` has a row for each conversation: see `grooming_risk.evaluation.replay.play`.

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
    ['alarmed_from', 'asked_for_help', 'auc', 'conversations', 'high', 'latency_p', 'medium', 'slices']
    """
    messages = _checked(frame, rounds)
    scorer, track = model_or_default(model), progress or iter
    chats = dict(list(messages.groupby("conversation", sort=False)))
    real = play_real(real_chats, scorer, track) if real_chats is not None else None
    thresholds = real.thresholds if real else {}
    rows = [play(chats[name], scorer, thresholds) for name in track(list(chats))]
    played = pd.DataFrame(rows, index=pd.Index(chats, name="conversation"))
    p = _latency_p(played.loc[played["y_true"], "length"])
    of_drawn = partial(_drawn_metrics, {name: played[name].to_numpy() for name in played.columns}, p, thresholds)
    metrics = _all_metrics(played, {"latency_p": p, **of_drawn()}, scorer)
    intervals = drawn_intervals(of_drawn, list(chats), rounds=rounds, seed=seed, progress=progress)
    intervals |= _false_alarm_intervals(metrics)
    if real:
        against, bounds = real_chat_metrics(real)
        flood = flood_metrics([chats[name] for name in played.index[played["y_true"]]], real, scorer, track)
        metrics["against_real"] |= {**against, "flood": flood, "in_a_row": row_metrics(real, scorer, track)}
        intervals |= bounds
    return ConversationEvaluation(metrics, intervals, played)


def _checked(table: IntoDataFrame, rounds: int) -> pd.DataFrame:
    frame = as_pandas(table, COLUMNS, "; load_conversations shows its form")
    if frame.empty:
        raise ValueError("the table has no conversation to measure on")
    if (unnamed := frame["conversation"].map(is_missing)).any():
        raise ValueError(
            f"row {unnamed.idxmax()!r}: a message without the name of its conversation: every row needs one"
        )
    check_whole(rounds, "rounds", 0)
    return frame


def _all_metrics(played: pd.DataFrame, measured: Mapping[str, Any], scorer: Scorer) -> dict[str, Any]:
    metrics = {
        "conversations": {str(name): int(n) for name, n in played["kind"].value_counts().sort_index().items()},
        **rounded_figures(measured),
        "asked_for_help": rounded_figures(played["asked_for_help"].notna().groupby(played["kind"]).mean().to_dict()),
        "alarmed_from": {
            "levels_of": "site" if scorer.site and scorer.site.conversations else "model",
            **{level: rounded(scorer.conversation_rule.levels[level], 6) for level in ALARM_LEVELS},
        },
        "slices": _slices(played),
    }
    for level in ALARM_LEVELS:
        metrics[level]["recall_by_scenario"] = _recall_by_scenario(played, level)
    return metrics


def _drawn_metrics(
    columns: Mapping[str, np.ndarray], p: float | None, thresholds: Iterable[str], rows: np.ndarray | None = None
) -> dict[str, Any]:
    """Return the metrics that get an interval, on the conversations drawn or on all."""
    played = columns if rows is None else {name: values[rows] for name, values in columns.items()}
    metrics = {
        "auc": roc_auc(played["y_true"], played["risk"]),
        **{level: _alarm_metrics(played, level, p) for level in ALARM_LEVELS},
    }
    if thresholds:
        metrics["against_real"] = {name: _alarm_metrics(played, name, p) for name in thresholds}
    return metrics


def _alarm_metrics(played: Mapping[str, np.ndarray], level: str, p: float | None) -> dict[str, Any]:
    alarm, ask = played[f"alarm_{level}"], played["first_overt_ask"]
    kind, grooming = played["kind"], played["y_true"]
    alarmed = ~np.isnan(alarm)
    flags = flag_figures(grooming, alarmed)
    early = alarm < ask  # False for nan: no alarm
    return {
        **{name: flags[name] for name in ("precision", "recall", "f1")},
        **{name: mean_of(alarmed[kind == of]) for name, of in _BY_MISTAKE.items()},
        "f_latency": _f_latency(flags["f1"], alarm[alarmed & grooming], p),
        **{f"erde_{deadline}": _erde(alarm, grooming, deadline) for deadline in ERDE_DEADLINES},
        "before_first_overt_ask": mean_of(early[grooming & ~np.isnan(ask)]),
        "share_read": _median(((alarm + 1) / played["length"])[alarmed & grooming]),
    }


def _false_alarm_intervals(metrics: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Return Wilson's intervals of shares alarmed by mistake or asking for help; draws say nothing of none."""
    found = {}
    for level in ALARM_LEVELS:
        for name, kind in _BY_MISTAKE.items():
            if (share := metrics[level][name]) is not None:
                low, high = share_interval(share, metrics["conversations"][kind])
                found[f"{level}.{name}"] = (rounded(low), rounded(high))
    for kind, share in metrics["asked_for_help"].items():
        low, high = share_interval(share, metrics["conversations"][kind])
        found[f"asked_for_help.{kind}"] = (rounded(low), rounded(high))
    return found


def _latency_p(lengths: pd.Series) -> float | None:
    return float(np.log(3) / max(np.median(lengths) - 1, 1)) if len(lengths) else None


def _f_latency(f1: float | None, alarms: np.ndarray, p: float | None) -> float | None:
    if f1 is None or p is None or not len(alarms):
        return None
    return f1 * (1 - float(np.median(2 / (1 + np.exp(-p * alarms)) - 1)))


def _erde(alarm: np.ndarray, grooming: np.ndarray, deadline: int) -> float:
    never, share = np.isnan(alarm), grooming.mean()
    costs = np.where(grooming, np.where(never, 1.0, expit(alarm + 1 - deadline)), np.where(never, 0.0, share))
    return float(costs.mean())


def _recall_by_scenario(played: pd.DataFrame, level: str) -> dict[str, float]:
    if "scenario" not in played.columns:
        return {}
    grooming = played[played["y_true"]]
    shares = grooming[f"alarm_{level}"].notna().groupby(grooming["scenario"].astype(str)).mean()
    return rounded_figures(shares.to_dict())


def _slices(played: pd.DataFrame) -> dict[str, Any]:
    truth, risk = played["y_true"].to_numpy(), played["risk"].to_numpy()
    alarmed = played[f"alarm_{SLICE_LEVEL}"].notna().to_numpy()
    return {name: slice_figures(played[name], truth, risk, alarmed) for name in SLICES if name in played.columns}


def _median(values: np.ndarray) -> float | None:
    return float(np.median(values)) if len(values) else None
