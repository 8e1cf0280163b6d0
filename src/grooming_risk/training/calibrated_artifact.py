"""Calibrates fitted heads into a model: probabilities for a stated mix, thresholds by false-alarm budget."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.special import expit

from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS, RISK
from grooming_risk.model.artifact import RECOMMENDED, Artifact
from grooming_risk.text.analyzer import Settings
from grooming_risk.thresholds.patterns import PatternCurve
from grooming_risk.thresholds.tail import Tail
from grooming_risk.training.classifier import GroomingRiskClassifier, platt

BUDGETS: Final = {"low": 1e-2, "medium": 1 / 500, "high": 1 / 5000}
"""Share of real harmless messages allowed at a level or above."""

DISCLOSURE_BUDGET: Final = 1e-3  # share of real harmless messages allowed at the threshold of disclosure
MIX: Final = {"grooming": 0.01, "look_alike": 0.01, DISCLOSURE: 0.01}
"""Mix of messages behind probabilities and precisions; the rest is real harmless chat."""


def calibrated_artifact(
    model: GroomingRiskClassifier,
    frame: pd.DataFrame,
    unseen: np.ndarray,
    apart: Sequence[str],
    info: Mapping[str, Any],
) -> Artifact:
    """Return a fitted model with probabilities for `MIX` and thresholds; its own calibration is overwritten.

    Parameters
    ----------
    model, frame
        Fitted with all heads, and its lines.
    unseen : ndarray of shape (n_lines, n_heads)
        Decisions for the lines by models that have seen no line of the author.
    apart : sequence of str
        Real harmless messages outside training; if empty, the everyday lines instead.
    info : mapping
        Training information for the manifest.
    """
    kinds, labels = frame["kind"].to_numpy(), label_matrix(frame)[list(HEADS[1:])].to_numpy()
    truth = np.column_stack([is_grooming(frame), labels])
    harmless = model.decisions(apart) if len(apart) else unseen[kinds == "everyday"]
    kept = np.isin(kinds, list(MIX))
    decisions = np.vstack([unseen[kept], harmless])
    target = np.vstack([truth[kept], np.zeros(harmless.shape, bool)])
    weights = _mix_weights(np.r_[kinds[kept], np.full(len(harmless), "")])
    for head in range(len(HEADS)):
        model.slope_[head], model.offset_[head] = platt(decisions[:, head], target[:, head], weights)
    log_odds = model.calibrated(decisions)
    column = dict(zip(HEADS, log_odds.T, strict=True))
    truths = dict(zip(HEADS, target.T, strict=True))
    curves = {name: PatternCurve(truths[name], expit(column[name]), weights) for name in PATTERNS}
    recommended = {name: {kind: getattr(curve, kind)() for kind in RECOMMENDED} for name, curve in curves.items()}
    risk, disclosure = (Tail(column[name][kept.sum() :]) for name in (RISK, DISCLOSURE))
    thresholds: dict[str, Any] = {
        "levels": {level: risk.safe_threshold(BUDGETS[level]) for level in LEVELS[1:]},
        DISCLOSURE: disclosure.safe_threshold(DISCLOSURE_BUDGET),
        "patterns": {name: pair["high_precision"].threshold for name, pair in recommended.items()},
        "recommended": {name: {kind: x.threshold for kind, x in pair.items()} for name, pair in recommended.items()},
    }
    metrics = {name: {kind: x.metrics() for kind, x in pair.items()} for name, pair in recommended.items()}
    return to_artifact(model, thresholds, {**info, "mix": MIX, "recommended": metrics})


def _mix_weights(kinds: np.ndarray) -> np.ndarray:
    """Return message weights that give the kinds their shares of `MIX`; "" is real harmless chat."""
    shares = {**MIX, "": 1 - sum(MIX.values())}
    counts = {kind: max(int((kinds == kind).sum()), 1) for kind in shares}
    return np.array([shares[kind] / counts[kind] for kind in kinds.tolist()])


def to_artifact(
    model: GroomingRiskClassifier, thresholds: Mapping[str, Mapping[str, Any]], info: Mapping[str, Any]
) -> Artifact:
    """Return a fitted classifier with all heads as plain data for a model folder."""
    vectorizer = model.vectorizer_
    return Artifact(
        lexicon=vectorizer.analyzer_.lexicon,
        dictionary=vectorizer.dictionary_,
        settings=Settings(*vectorizer.analyzer_.settings),
        terms=dict(vectorizer.vocabulary_),
        idf=array("f", vectorizer.idf_.tolist()),
        unknown=vectorizer.unknown_,
        coef=[array("f", row.tolist()) for row in model.coef_],
        intercept=model.intercept_.tolist(),
        slope=model.slope_.tolist(),
        offset=model.offset_.tolist(),
        thresholds=thresholds,
        info=info,
    )
