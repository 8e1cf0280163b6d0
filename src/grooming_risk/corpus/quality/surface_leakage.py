"""Surface leakage: whether casing, punctuation and length predict the label without any word."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
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
    """Return surface features of messages: length, casing, punctuation, digits, emoji, chat spelling; no words.

    Parameters
    ----------
    texts : sequence of str
        Messages.
    registers : sequence of str, optional
        Register of each message; adds a column for each.

    Returns
    -------
    pandas.DataFrame
        One row per message, one column per feature.

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


def _surface(text: str, spelling: Collection[str]) -> dict[str, float]:
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
        "chat_spelling": sum(word in spelling for word in bare) / max(len(words), 1),
    }


def surface_leakage_auc(frame: pd.DataFrame) -> float:
    """Return the ROC-AUC of surface and register alone for grooming against the rest; 0.5 is no leakage.

    Logistic regression on splines of each feature, cross-validated by line.

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
    return _separation_auc(surface, truth, list(GroupKFold(_FOLDS).split(surface, truth, groups)))


def surface_auc(texts: Sequence[str], truth: np.ndarray, groups: np.ndarray) -> float | None:
    """Return the ROC-AUC of the surface alone for binary labels; 0.5 is no leakage.

    As `surface_leakage_auc`, without the register, for messages of any source.

    Parameters
    ----------
    texts : sequence of str
        Messages.
    truth : ndarray of bool, shape (n_messages,)
        Their labels.
    groups : ndarray, shape (n_messages,)
        Group of each message; folds keep groups whole.

    Returns
    -------
    float in [0, 1] or None
        None if one side has fewer than 20 messages, or there are too few groups.

    Examples
    --------
    >>> texts = [f"what a day{'!' * (number % 2)}" for number in range(100)]
    >>> surface_auc(texts, np.arange(100) % 2 == 1, np.arange(100))
    1.0
    """
    truth, groups = np.asarray(truth, dtype=bool), np.asarray(groups)
    if min(truth.sum(), (~truth).sum()) < _FEWEST:
        return None
    order = sorted(range(len(texts)), key=lambda row: (groups[row], texts[row]))  # row order must not matter
    surface, truth, groups = surface_frame(texts).iloc[order], truth[order], groups[order]
    if len(np.unique(groups)) < _FOLDS:
        return None
    folds = list(StratifiedGroupKFold(_FOLDS).split(surface, truth, groups))
    if any(truth[part].all() or not truth[part].any() for part, _ in folds):
        return None
    return _separation_auc(surface, truth, folds)


def _separation_auc(surface: pd.DataFrame, truth: np.ndarray, folds: list[tuple[np.ndarray, np.ndarray]]) -> float:
    model = make_pipeline(
        StandardScaler(),
        SplineTransformer(5, knots="quantile", extrapolation="constant"),
        LogisticRegression(max_iter=1000),
    )
    with threadpool_limits(1):  # threads change the order of sums, and so the last digits
        found = cross_val_predict(model, surface, truth, cv=folds, method="decision_function")
    return float(roc_auc_score(truth, np.asarray(found)))
