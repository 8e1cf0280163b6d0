"""Figures of a model on labelled messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from grooming_risk.corpus import is_grooming, label_matrix
from grooming_risk.figures import flat_figures, rounded
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS, RISK
from grooming_risk.scorer import Scorer, default_model

FALSE_ALARM_RATES: Final = (1e-2, 1e-3, 1e-4)
MIN_ALARMS: Final = 3
"""A false-alarm rate is measured only where the harmless messages would raise this many alarms."""


@dataclass(frozen=True)
class Evaluation:
    """Figures of a model on labelled messages.

    Attributes
    ----------
    figures : dict
        Nested plain data: see `evaluate`.
    """

    figures: dict[str, Any]

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a table of name and value, nested names joined by dots."""
        rows = list(flat_figures(self.figures))
        return pd.DataFrame(rows, columns=["figure", "value"])


def evaluate(frame: pd.DataFrame, *, model: Scorer | None = None, benign_texts: Sequence[str] = ()) -> Evaluation:
    """Measure a model on labelled messages.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``text``, ``kind`` and ``labels`` as `load_corpus` returns them.
    model : Scorer, optional
        None takes the shipped model.
    benign_texts : sequence of str, optional
        Harmless messages of the user's own: the false-alarm rates are then taken on them, else on the everyday
        messages of the frame.

    Returns
    -------
    Evaluation
        ``messages`` by kind; ``auc_look_alikes`` and ``auc_everyday`` (ROC-AUC of grooming against each);
        ``brier`` (mean squared error of the risk, lower is better); ``average_precision`` of each pattern, their
        ``mean``, and of disclosure; ``recall_at_false_alarm_rate``; share of each kind ``flagged`` at each level or
        above. A figure that the frame is too small for is None.

    Examples
    --------
    >>> from grooming_risk import load_corpus
    >>> figures = evaluate(load_corpus("held_out")).figures
    >>> figures["auc_everyday"] > 0.9
    True
    """
    scorer = model or default_model()
    heads = pd.DataFrame([scorer.probabilities(text) for text in frame["text"]], columns=list(HEADS), index=frame.index)
    kind = frame["kind"]
    benign = [score.risk for score in scorer.score_many(benign_texts)]
    harmless = np.array(benign) if benign else heads.loc[kind == "everyday", RISK].to_numpy()
    figures = {
        "messages": {str(name): int(count) for name, count in kind.value_counts().sort_index().items()},
        "auc_look_alikes": _auc(heads[RISK], kind, "look_alike"),
        "auc_everyday": _auc(heads[RISK], kind, "everyday"),
        "brier": rounded(brier_score_loss(is_grooming(frame), heads[RISK])),
        "average_precision": _average_precision(label_matrix(frame), heads),
        "recall_at_false_alarm_rate": _recall(heads.loc[is_grooming(frame), RISK].to_numpy(), harmless),
        "flagged": _flagged(heads[RISK], kind, harmless, scorer),
    }
    return Evaluation(figures)


def _auc(risk: pd.Series, kind: pd.Series, against: str) -> float | None:
    chosen = kind.isin(["grooming", against])
    truth = kind[chosen] == "grooming"
    return rounded(roc_auc_score(truth, risk[chosen])) if truth.nunique() == 2 else None


def _average_precision(truth: pd.DataFrame, heads: pd.DataFrame) -> dict[str, float | None]:
    figures = {
        name: rounded(average_precision_score(truth[name], heads[name])) if truth[name].any() else None
        for name in (*PATTERNS, DISCLOSURE)
    }
    found = [value for name, value in figures.items() if name in PATTERNS and value is not None]
    return {**figures, "mean": rounded(np.mean(found)) if found else None}


def _recall(risky: np.ndarray, harmless: np.ndarray) -> dict[str, float | None]:
    figures: dict[str, float | None] = {}
    for rate in FALSE_ALARM_RATES:
        measurable = len(risky) and len(harmless) * rate >= MIN_ALARMS
        threshold = np.quantile(harmless, 1 - rate, method="higher") if measurable else np.nan
        figures[f"{rate:g}"] = rounded((risky > threshold).mean()) if measurable else None
    return figures


def _flagged(risk: pd.Series, kind: pd.Series, harmless: np.ndarray, scorer: Scorer) -> dict[str, dict[str, float]]:
    groups = {str(name): risk[kind == name].to_numpy() for name in sorted(kind.unique())} | {"harmless": harmless}
    return {
        level: {
            name: rounded((values >= scorer.thresholds["levels"][level]).mean(), 5)
            for name, values in groups.items()
            if len(values)
        }
        for level in LEVELS[1:]
    }
