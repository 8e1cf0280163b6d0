"""Measures a model in the languages besides English, on lines of authors that it has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from grooming_risk.corpus.language_lines import held_out
from grooming_risk.evaluation.result import LanguageEvaluation
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, RISK
from grooming_risk.metrics.classification import mean_of, recall_at_false_alarms
from grooming_risk.metrics.nested import rounded_figures
from grooming_risk.metrics.ranking import roc_auc
from grooming_risk.scoring.scorer import Scorer, model_or_default

RATE: Final = 1e-2
"""Share of the language's everyday lines that may alarm where recall is measured: they are few."""


def evaluate_languages(*, model: Scorer | None = None, corpus: str | Path | None = None) -> LanguageEvaluation:
    """Measure a model in each of its languages besides English, on the held-out author.

    Parameters
    ----------
    model : Scorer, optional
        A loaded model; None takes the shipped one.
    corpus : path or str, optional
        Corpus folder with ``lines/<language>/``; None takes the shipped one.

    Returns
    -------
    Evaluation
        In ``figures["by_language"]``, by folder of the language, what `evaluate_language` returns.

    Raises
    ------
    DataError
        There are no lines of a language.

    Examples
    --------
    >>> sorted(evaluate_languages().figures["by_language"])
    ['es', 'mk', 'sh', 'sq', 'th']
    """
    scorer = model_or_default(model)
    found = {}
    for language in scorer.artifact.languages:
        found[language.code] = evaluate_language(held_out(language.code, corpus), scorer)
    return LanguageEvaluation({"by_language": found})


def evaluate_language(frame: pd.DataFrame, model: Scorer) -> dict[str, Any]:
    """Measure a model on the lines of one language.

    Parameters
    ----------
    frame : pandas.DataFrame
        Lines of unseen authors, with ``text``, ``kind``, ``labels`` and ``author``.
    model : Scorer
        A loaded model.

    Returns
    -------
    dict
        Shares between 0 and 1, higher is better unless said: ``auc_look_alikes``; ``found``, the recall where 1 in 100
        everyday lines alarms; ``auc_disclosure``, against all other lines; ``coverage``, the mean over lines;
        ``medium``, by kind of line, the share at medium or above with the thresholds of the model (lower is better for
        harmless kinds). And counts: ``lines`` by kind, ``authors``.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> figures = evaluate_language(held_out("es"), load_model())
    >>> figures["authors"], figures["coverage"] > 0.8
    (1, True)
    """
    kinds = frame["kind"].to_numpy()
    readings = [model.read(text) for text in frame["text"]]
    log_odds = np.array([reading.log_odds for reading in readings])
    risk, disclosure = log_odds[:, HEADS.index(RISK)], log_odds[:, HEADS.index(DISCLOSURE)]
    hard = np.isin(kinds, ("grooming", "look_alike"))
    at_medium = np.array([LEVELS.index(model.score(text).level) >= LEVELS.index("medium") for text in frame["text"]])
    names = sorted(set(kinds.tolist()))
    return rounded_figures({
        "authors": int(frame["author"].nunique()),
        "lines": {kind: int((kinds == kind).sum()) for kind in names},
        "auc_look_alikes": roc_auc(kinds[hard] == "grooming", risk[hard]),
        "found": recall_at_false_alarms(risk[kinds == "grooming"], risk[kinds == "everyday"], RATE),
        "auc_disclosure": roc_auc(kinds == DISCLOSURE, disclosure),
        "coverage": mean_of([reading.coverage for reading in readings]),
        "medium": {kind: mean_of(at_medium[kinds == kind]) for kind in names},
    })  # fmt: skip
