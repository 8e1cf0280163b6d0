"""Asks whether the label shows in how a message is written, not in what it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler
from threadpoolctl import threadpool_limits

from grooming_risk.corpus.load import is_grooming
from grooming_risk.text.lexicon import read_lexicon

_FOLDS: Final = 5
_FEWEST: Final = 20


def surface_frame(texts: Sequence[str], registers: Sequence[str] | None = None) -> pd.DataFrame:
    """Return how each message is written: length, casing, punctuation, digits, emoji, chat spelling; no words.

    Parameters
    ----------
    texts : sequence of str
        Messages.
    registers : sequence of str, optional
        Adds a column for each register.

    Returns
    -------
    pandas.DataFrame
        One row a message, one column a property.

    Examples
    --------
    >>> surface_frame(["how r u?"])[["words", "question_marks"]].iloc[0].tolist()
    [3.0, 1.0]
    """
    spelling = read_lexicon().spelling
    frame = pd.DataFrame([_surface(text, spelling) for text in texts])
    if registers is None:
        return frame
    return pd.concat([frame, pd.get_dummies(pd.Series(list(registers)), dtype=float)], axis=1)


def _surface(text: str, spelling: object) -> dict[str, float]:
    words = text.split()
    letters = sum(char.isalpha() for char in text)
    bare = [word.strip(".,!?;:").lower() for word in words]
    return {
        "characters": float(len(text)),
        "words": float(len(words)),
        "word_length": len(text) / max(len(words), 1),
        "capitals": sum(char.isupper() for char in text) / max(letters, 1),
        "capital_first": float(text[:1].isupper()),
        "commas": float(text.count(",")),
        "full_stops": float(text.count(".")),
        "question_marks": float(text.count("?")),
        "exclamation_marks": float(text.count("!")),
        "apostrophes": float(text.count("'")),
        "digits": sum(char.isdigit() for char in text) / max(len(text), 1),
        "emoji": float(sum(unicodedata.category(char) == "So" for char in text)),
        "other_scripts": float(sum(char.isalpha() and not char.isascii() for char in text)),
        "invisible": float(sum(unicodedata.category(char) == "Cf" for char in text)),
        "chat_spelling": sum(word in spelling for word in bare) / max(len(words), 1),  # type: ignore[operator]
    }


def artefact_auc(frame: pd.DataFrame) -> float:
    """Return how well the surface and the register alone tell grooming from the rest: ROC-AUC, 0.5 is not at all.

    A logistic regression on splines of each property, by cross-validation grouped by line.

    Parameters
    ----------
    frame : pandas.DataFrame
        Messages as `grooming_risk.corpus.load.load_corpus` returns them.

    Returns
    -------
    float
        Between 0 and 1.
    """
    surface = surface_frame(frame["text"].tolist(), frame["register"].tolist())
    truth, groups = is_grooming(frame).to_numpy(), frame["group"].to_numpy()
    return _told_apart(surface, truth, list(GroupKFold(_FOLDS).split(surface, truth, groups)))


def surface_auc(texts: Sequence[str], truth: np.ndarray, groups: np.ndarray) -> float | None:
    """Return how well length, casing and punctuation alone tell labels apart: ROC-AUC, 0.5 is not at all.

    As `artefact_auc`, without the register, for messages of any source.

    Parameters
    ----------
    texts : sequence of str
        Messages.
    truth : ndarray of bool, shape (n_messages,)
        Their labels.
    groups : ndarray, shape (n_messages,)
        Messages of one group are never on both sides of a fold.

    Returns
    -------
    float in [0, 1] or None
        None where one side has fewer than 20 messages, or too few groups.

    Examples
    --------
    >>> texts = [f"what a day{'!' * (number % 2)}" for number in range(100)]
    >>> surface_auc(texts, np.arange(100) % 2 == 1, np.arange(100))
    1.0
    """
    truth, groups = np.asarray(truth, dtype=bool), np.asarray(groups)
    if min(truth.sum(), (~truth).sum()) < _FEWEST:
        return None
    order = sorted(range(len(texts)), key=lambda row: (groups[row], texts[row]))  # that of the rows shall not matter
    surface, truth, groups = surface_frame(texts).iloc[order], truth[order], groups[order]
    if len(np.unique(groups)) < _FOLDS:
        return None
    folds = list(StratifiedGroupKFold(_FOLDS).split(surface, truth, groups))
    if any(truth[part].all() or not truth[part].any() for part, _ in folds):
        return None
    return _told_apart(surface, truth, folds)


def _told_apart(surface: pd.DataFrame, truth: np.ndarray, folds: list[tuple[np.ndarray, np.ndarray]]) -> float:
    model = make_pipeline(
        StandardScaler(),
        SplineTransformer(5, knots="quantile", extrapolation="constant"),
        LogisticRegression(max_iter=1000),
    )
    with threadpool_limits(1):  # the order of sums, and so the last digits, depend on the threads
        found = cross_val_predict(model, surface, truth, cv=folds, method="decision_function")
    return float(roc_auc_score(truth, np.asarray(found)))
