"""Works out the figures of `evaluate`, on all messages or on those of one draw of the bootstrap."""

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
"""Wraps what is gone through, to show how far it is: ``tqdm.tqdm`` is one."""


class Marks(NamedTuple):
    """From where on a probability counts.

    Attributes
    ----------
    levels : mapping of str to float
        Risk from which a message is low, medium, high.
    heads : mapping of str to float
        Probability from which a pattern, or disclosure, counts as found.
    """

    levels: Mapping[str, float]
    heads: Mapping[str, float]


class Measured(NamedTuple):
    """Labelled messages and what a model says of them, and after them the harmless messages that rates are taken on.

    Attributes
    ----------
    kind : ndarray of str, shape (n_messages,)
        Kind of each labelled message.
    labels : ndarray of bool, shape (n_messages, n_heads)
        What is true, in the order of `HEADS`.
    heads : ndarray, shape (n_messages, n_heads)
        What the model says.
    named : ndarray of bool, shape (n_messages,)
        Whether the patterns are known: not of a grooming message that has no label.
    harmless : ndarray, shape (n_harmless,)
        Risks of the harmless messages.
    groups : ndarray of int, shape (n_messages + n_harmless,)
        What is drawn together.
    """

    kind: np.ndarray
    labels: np.ndarray
    heads: np.ndarray
    named: np.ndarray
    harmless: np.ndarray
    groups: np.ndarray


def marks_of(model: Scorer) -> Marks:
    """Return the thresholds of a model, or of its site."""
    return Marks(model.thresholds["levels"], {**model.thresholds["patterns"], DISCLOSURE: model.disclosure_threshold})


def measure(frame: pd.DataFrame, model: Scorer, benign_texts: Sequence[str], track: Track) -> Measured:
    """Score the messages. Without harmless ones, the everyday messages come once more, drawn with themselves."""
    kind = frame["kind"].to_numpy(dtype=str)
    labels = np.column_stack([is_grooming(frame), label_matrix(frame)[list(HEADS[1:])]]).astype(bool)
    said = [list(model.probabilities(text).values()) for text in track(frame["text"].tolist())]
    heads = np.array(said, dtype=float).reshape(-1, len(HEADS))
    groups = drawn_together(frame)
    if benign_texts:
        harmless = np.sort([score.risk for score in model.score_many(track(benign_texts))])
        others = np.arange(len(harmless)) + groups.max() + 1
    else:
        harmless, others = heads[kind == "everyday", 0], groups[kind == "everyday"]
    named = ~labels[:, 0] | labels[:, 1:].any(axis=1)
    return Measured(kind, labels, heads, named, harmless, np.concatenate([groups, others]))


def drawn_together(frame: pd.DataFrame) -> np.ndarray:
    """Return a number for each row: the same for those of one ``group``, else of one ``conversation``, else its own.

    The order of the rows does not matter, so the draws do not depend on it.
    """
    content = list(zip(frame["text"], frame["kind"], map(sorted, frame["labels"]), strict=True))
    names = np.empty(len(frame), dtype=object)
    for rank, row in enumerate(sorted(range(len(frame)), key=content.__getitem__)):
        names[row] = f"alone {rank:09d}"
    column = next((name for name in ("group", "conversation") if name in frame.columns), None)
    if column is not None:
        given = frame[column].notna().to_numpy()
        names[given] = "together " + frame.loc[given, column].astype(str).to_numpy(dtype=object)
    return np.asarray(pd.factorize(names, sort=True)[0])


def main_figures(
    measured: Measured, marks: Marks, rates: Sequence[float], rows: np.ndarray | None = None
) -> dict[str, Any]:
    """Return the figures that get an interval, on the rows drawn or on all; None for what they are too few for."""
    count = len(measured.kind)
    drawn = np.arange(len(measured.groups)) if rows is None else rows
    own, harmless = drawn[drawn < count], measured.harmless[drawn[drawn >= count] - count]
    kind, labels, heads, named = (column[own] for column in measured[:4])
    grooming, risk = labels[:, 0], heads[:, 0]
    by_head = _head_figures(labels[named], heads[named], marks.heads)
    precision = {name: figures["average_precision"] for name, figures in by_head.items()}
    return {
        "roc_auc": roc_auc(grooming, risk),
        **{f"auc_{of.against}": _auc_against(name, kind, risk) for name, of in KIND_TABLE.items() if of.against},
        "brier": mean_of((risk - grooming) ** 2),
        "average_precision": {
            "risk": average_precision(grooming, risk),
            **precision,
            "mean": mean_of([value for name in PATTERNS if (value := precision[name]) is not None]),
        },
        "levels": {level: flag_figures(grooming, risk >= marks.levels[level]) for level in LEVELS[1:]},
        "recall_at_false_alarm_rate": {
            f"{rate:g}": recall_at_false_alarms(risk[grooming], harmless, rate) for rate in rates
        },
        "patterns": {name: by_head[name] for name in PATTERNS},
        DISCLOSURE: by_head[DISCLOSURE],
    }


def _auc_against(against: str, kind: np.ndarray, risk: np.ndarray) -> float | None:
    chosen = (kind == "grooming") | (kind == against)
    return roc_auc(kind[chosen] == "grooming", risk[chosen])


def _head_figures(
    labels: np.ndarray, heads: np.ndarray, marks: Mapping[str, float]
) -> dict[str, dict[str, float | None]]:
    numbers = {name: number for number, name in enumerate(HEADS) if name in marks}
    return {name: _of_head(labels[:, i], heads[:, i], marks[name]) for name, i in numbers.items()}


def _of_head(truth: np.ndarray, probability: np.ndarray, mark: float) -> dict[str, float | None]:
    flags = flag_figures(truth, probability >= mark)
    if not truth.any():  # flags without a case say nothing about the head
        flags = dict.fromkeys(flags)
    return {
        **flags,
        "average_precision": average_precision(truth, probability),
        "roc_auc": roc_auc(truth, probability),
    }


def complete_figures(measured: Measured, marks: Marks) -> dict[str, Any]:
    """Return the figures of all messages: those with an interval, and counts, thresholds, alerts and calibration."""
    figures = main_figures(measured, marks, measurable_rates(len(measured.harmless)))
    alerts = alert_shares(measured, marks)
    levels = {
        level: {
            "threshold": marks.levels[level],
            **figures["levels"][level],
            "alerts_per_million": rounded(MILLION * alerts[level], 1) if level in alerts else None,
        }
        for level in LEVELS[1:]
    }
    cases = dict(zip(HEADS, measured.labels[measured.named].sum(axis=0).tolist(), strict=True))
    known = {name: {"support": cases[name], "threshold": mark} for name, mark in marks.heads.items()}
    return figures | {
        "levels": levels,
        "recall_at_false_alarm_rate": {
            f"{rate:g}": figures["recall_at_false_alarm_rate"].get(f"{rate:g}") for rate in FALSE_ALARM_RATES
        },
        "patterns": {name: {**known[name], **figures["patterns"][name]} for name in PATTERNS},
        DISCLOSURE: {**known[DISCLOSURE], **figures[DISCLOSURE]},
        "calibration": _calibration(measured),
    }


def alert_shares(measured: Measured, marks: Marks) -> dict[str, float]:
    """Return the share of the harmless messages at each level or above; nothing where there is none."""
    return {level: _share_at(measured.harmless, marks.levels[level]) for level in LEVELS[1:] if len(measured.harmless)}


def flagged_shares(measured: Measured, marks: Marks) -> dict[str, dict[str, float]]:
    """Return the share of each kind, and of the harmless messages, at each level or above."""
    alerts = alert_shares(measured, marks)
    risks = {str(name): measured.heads[measured.kind == name, 0] for name in sorted(set(measured.kind))}
    return {
        level: {name: _share_at(values, marks.levels[level]) for name, values in risks.items()}
        | ({"harmless": alerts[level]} if alerts else {})
        for level in LEVELS[1:]
    }


def _share_at(risks: np.ndarray, threshold: float) -> float:
    return float((risks >= threshold).mean())


def _calibration(measured: Measured) -> dict[str, Any]:
    bins = reliability_bins(measured.labels[:, 0], measured.heads[:, 0])
    return {
        "expected_calibration_error": expected_calibration_error(bins),
        "bins": {f"{one.low:.1f}-{one.high:.1f}": one._asdict() for one in bins},
    }
