"""Metrics of `evaluate`, on all messages or on those of one draw of the bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.corpus.lines import KIND_TABLE
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS
from grooming_risk.metrics.calibration import expected_calibration_error, reliability_bins
from grooming_risk.metrics.classification import (
    FALSE_ALARM_RATES,
    flag_figures,
    mean_of,
    measurable_rates,
    recall_at_false_alarms,
)
from grooming_risk.metrics.nested import rounded
from grooming_risk.metrics.ranking import average_precision, roc_auc
from grooming_risk.scoring.scorer import Scorer

MILLION: Final = 1_000_000
Track = Callable[[Iterable[Any]], Iterable[Any]]
"""Wraps an iterable to show progress, as ``tqdm.tqdm`` does."""


class Measured(NamedTuple):
    """Labelled messages, the harmless messages after them, and a model's probabilities and thresholds."""

    kind: np.ndarray
    """Kind of each labelled message, shape (n_messages,)."""
    labels: np.ndarray
    """Truth, in the order of `HEADS`, bool of shape (n_messages, n_heads)."""
    heads: np.ndarray
    """Probabilities, shape (n_messages, n_heads)."""
    named: np.ndarray
    """Whether the patterns are known, bool of shape (n_messages,): not of a grooming message without a label."""
    harmless: np.ndarray
    """Risks of the harmless messages, shape (n_harmless,)."""
    groups: np.ndarray
    """Bootstrap group of each message, int of shape (n_messages + n_harmless,)."""
    levels: Mapping[str, float]
    """Risk from which a message is low, medium, high."""
    thresholds: Mapping[str, float]
    """Probability from which a pattern, or disclosure, counts as found."""
    false_cries: np.ndarray
    """Whether each harmless message reaches the threshold of disclosure, bool of shape (n_harmless,)."""


def measure(frame: pd.DataFrame, model: Scorer, benign_texts: Sequence[str], track: Track) -> Measured:
    """Score the messages. Without benign texts, the everyday messages are the harmless ones, each with its group."""
    kind = frame["kind"].to_numpy(dtype=str)
    labels = np.column_stack([is_grooming(frame), label_matrix(frame)[list(HEADS[1:])]]).astype(bool)
    probabilities = [list(model.probabilities(text).values()) for text in track(frame["text"].tolist())]
    heads = np.array(probabilities, dtype=float).reshape(-1, len(HEADS))
    groups = group_numbers(frame)
    asks = heads[:, HEADS.index(DISCLOSURE)] >= model.disclosure_threshold
    if benign_texts:
        scored = [(score.risk, score.asks_for_help) for score in model.score_many(track(benign_texts))]
        harmless, false_cries = np.array([risk for risk, _ in scored]), np.array([cry for _, cry in scored])
        others = np.arange(len(harmless)) + groups.max() + 1
    else:
        everyday = kind == "everyday"
        harmless, false_cries, others = heads[everyday, 0], asks[everyday], groups[everyday]
    named = ~labels[:, 0] | labels[:, 1:].any(axis=1)
    levels: dict[str, float] = {level: model.thresholds["levels"][level] for level in LEVELS[1:]}
    thresholds = {**model.thresholds["patterns"], DISCLOSURE: model.disclosure_threshold}
    groups = np.concatenate([groups, others])
    return Measured(kind, labels, heads, named, harmless, groups, levels, thresholds, false_cries)


def group_numbers(frame: pd.DataFrame) -> np.ndarray:
    """Return a number for each row: that of its ``group``, else of its ``conversation``, else its own.

    The order of the rows does not matter, so the draws do not depend on it.
    """
    content = list(zip(frame["text"], frame["kind"], map(sorted, frame["labels"]), strict=True))
    names = np.empty(len(frame), dtype=object)
    names[sorted(range(len(frame)), key=content.__getitem__)] = [f"alone {rank:09d}" for rank in range(len(frame))]
    column = next((name for name in ("group", "conversation") if name in frame.columns), None)
    if column is not None:
        given = frame[column].notna().to_numpy()
        names[given] = "together " + frame.loc[given, column].astype(str).to_numpy(dtype=object)
    return np.asarray(pd.factorize(names, sort=True)[0])


def main_metrics(measured: Measured, rates: Sequence[float], rows: np.ndarray | None = None) -> dict[str, Any]:
    """Return the metrics that get an interval, on the rows drawn or on all; None where the cases are too few."""
    count = len(measured.kind)
    drawn = np.arange(len(measured.groups)) if rows is None else rows
    own, harmless = drawn[drawn < count], measured.harmless[drawn[drawn >= count] - count]
    kind, labels, heads, named = (column[own] for column in measured[:4])
    grooming, risk = labels[:, 0], heads[:, 0]
    by_head = {
        name: _head_metrics(labels[named, number], heads[named, number], measured.thresholds[name])
        for number, name in enumerate(HEADS[1:], start=1)
    }
    precision = {name: metrics["average_precision"] for name, metrics in by_head.items()}
    return {
        "roc_auc": roc_auc(grooming, risk),
        **{f"auc_{of.against}": _auc_against(name, kind, risk) for name, of in KIND_TABLE.items() if of.against},
        "brier": mean_of((risk - grooming) ** 2),
        "average_precision": {
            "risk": average_precision(grooming, risk),
            **precision,
            "mean": mean_of([value for name in PATTERNS if (value := precision[name]) is not None]),
        },
        "levels": {level: flag_figures(grooming, risk >= bound) for level, bound in measured.levels.items()},
        "recall_at_false_alarm_rate": {
            f"{rate:g}": recall_at_false_alarms(risk[grooming], harmless, rate) for rate in rates
        },
        "patterns": {name: by_head[name] for name in PATTERNS},
        DISCLOSURE: by_head[DISCLOSURE],
    }


def _auc_against(against: str, kind: np.ndarray, risk: np.ndarray) -> float | None:
    chosen = (kind == "grooming") | (kind == against)
    return roc_auc(kind[chosen] == "grooming", risk[chosen])


def _head_metrics(truth: np.ndarray, probability: np.ndarray, threshold: float) -> dict[str, float | None]:
    flags = flag_figures(truth, probability >= threshold)
    return {
        **(flags if truth.any() else dict.fromkeys(flags)),  # flags without a case say nothing about the head
        "average_precision": average_precision(truth, probability),
        "roc_auc": roc_auc(truth, probability),
    }


def all_metrics(measured: Measured) -> dict[str, Any]:
    """Return the metrics of all messages: those with an interval, and counts, thresholds, alerts and calibration."""
    metrics = main_metrics(measured, measurable_rates(len(measured.harmless)))
    alerts, recalls = alert_shares(measured), metrics["recall_at_false_alarm_rate"]
    levels = {
        level: {
            "threshold": bound,
            **metrics["levels"][level],
            "alerts_per_million": rounded(MILLION * alerts[level], 1) if level in alerts else None,
        }
        for level, bound in measured.levels.items()
    }
    cases = dict(zip(HEADS, measured.labels[measured.named].sum(axis=0).tolist(), strict=True))
    heads = {
        name: {"support": cases[name], "threshold": measured.thresholds[name], **found}
        for name, found in {**metrics["patterns"], DISCLOSURE: metrics[DISCLOSURE]}.items()
    }
    bins = reliability_bins(measured.labels[:, 0], measured.heads[:, 0])
    return metrics | {
        "levels": levels,
        "recall_at_false_alarm_rate": {f"{rate:g}": recalls.get(f"{rate:g}") for rate in FALSE_ALARM_RATES},
        "patterns": {name: heads[name] for name in PATTERNS},
        DISCLOSURE: {**heads[DISCLOSURE], **_cries(measured)},
        "calibration": {
            "expected_calibration_error": expected_calibration_error(bins),
            "bins": {f"{one.low:.1f}-{one.high:.1f}": one._asdict() for one in bins},
        },
    }


def _cries(measured: Measured) -> dict[str, Any]:
    """Return how often a harmless message is taken for a cry for help, and the share of each kind that is."""
    asks = measured.heads[:, HEADS.index(DISCLOSURE)] >= measured.thresholds[DISCLOSURE]
    shares = {name: float(asks[measured.kind == name].mean()) for name in np.unique(measured.kind).tolist()}
    share = mean_of(measured.false_cries)
    return {
        "alerts_per_million": None if share is None else rounded(MILLION * share, 1),
        "asking": shares if share is None else {**shares, "harmless": share},
    }


def alert_shares(measured: Measured) -> dict[str, float]:
    """Return the share of the harmless messages at each level or above; empty where there are none."""
    risks = measured.harmless
    return {level: float((risks >= bound).mean()) for level, bound in measured.levels.items() if len(risks)}


def flagged_shares(measured: Measured) -> dict[str, dict[str, float]]:
    """Return the share of each kind, and of the harmless messages, at each level or above."""
    risks = {name: measured.heads[measured.kind == name, 0] for name in np.unique(measured.kind).tolist()}
    if len(measured.harmless):
        risks["harmless"] = measured.harmless
    return {
        level: {name: float((values >= bound).mean()) for name, values in risks.items()}
        for level, bound in measured.levels.items()
    }
