"""Cross-validation by author: decisions for lines of unseen authors, grooming or harmless."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.model_selection import GroupKFold

from grooming_risk.labels import HEADS
from grooming_risk.training.message_fit import Recipe, fit_messages, with_hard_negatives

FOLDS: Final = 5
"""Folds of authors in training."""


class Unseen(NamedTuple):
    """Decisions, before calibration, of models that have not seen the author.

    Attributes
    ----------
    lines : ndarray of shape (n_lines, n_heads)
        Decisions for each line, from the model that has seen no line of its author.
    folds : ndarray of int, shape (n_lines,)
        Fold, and so model, of each line.
    background : list of ndarray, each of shape (n_texts, n_heads)
        Decisions of each model for the background messages outside training.
    """

    lines: np.ndarray
    folds: np.ndarray
    background: list[np.ndarray]


def author_folds(frame: pd.DataFrame, n_folds: int = FOLDS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield training rows and test rows; each author is on one side only.

    A frame of one author is split by line, so it tells nothing of unseen authors.
    """
    authors = frame["author"]
    groups = authors if authors.nunique() > 1 else frame["group"]
    yield from GroupKFold(min(n_folds, groups.nunique())).split(frame, groups=groups)


def unseen_decisions(
    frame: pd.DataFrame,
    background: Sequence[str],
    texts: Sequence[str],
    recipe: Recipe | None = None,
    *,
    n_folds: int = FOLDS,
    risk_only: bool = False,
    choose: bool = False,
    n_jobs: int | None = None,
) -> Unseen:
    """Return the decisions for every line by a model that has seen no line of its author.

    Parameters
    ----------
    frame : pandas.DataFrame
        Lines, as `load_corpus` returns them.
    background : sequence of str
        Harmless messages in the training of every model.
    texts : sequence of str
        Harmless messages outside training, scored by each model.
    recipe : Recipe, optional
        See `grooming_risk.training.message_fit.fit_messages`.
    n_folds : int, default=5
        Number of models; the number of authors makes each author a fold.
    risk_only : bool, default=False
        Whether to leave out patterns and disclosure.
    choose : bool, default=False
        Whether each model chooses its own hard negatives from `background`, without the test authors.
    n_jobs : int, optional
        Processes.
    """
    folds = list(author_folds(frame, n_folds))
    columns = 1 if risk_only else len(HEADS)
    found = Parallel(n_jobs=n_jobs)(
        delayed(_one_fold)(frame.iloc[train], frame["text"].iloc[test], background, texts, recipe, risk_only, choose)
        for train, test in folds
    )
    lines, numbers = np.empty((len(frame), columns)), np.empty(len(frame), int)
    for number, ((_, test), (decisions, _)) in enumerate(zip(folds, found, strict=True)):
        lines[test], numbers[test] = decisions, number
    return Unseen(lines, numbers, [harmless for _, harmless in found])


def _one_fold(
    frame: pd.DataFrame,
    test: pd.Series,
    background: Sequence[str],
    texts: Sequence[str],
    recipe: Recipe | None,
    risk_only: bool,
    choose: bool,
) -> tuple[np.ndarray, np.ndarray]:
    chosen = with_hard_negatives(frame, background, recipe) if choose else background
    model = fit_messages(frame, chosen, recipe, risk_only=risk_only)
    return model.decisions(test), model.decisions(texts)
