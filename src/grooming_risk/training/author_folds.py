"""Cross-validation by author: decisions for lines of unseen authors, grooming or harmless."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.model_selection import GroupKFold

from grooming_risk.training.message_fit import Recipe, fit_messages, with_hard_negatives

FOLDS: Final = 5  # folds of authors in training


class Unseen(NamedTuple):
    """Decisions, before calibration, of models that have not seen the author."""

    lines: np.ndarray  # (n_lines, n_heads): of each line, by the model of its fold
    folds: np.ndarray  # (n_lines,): fold of each line
    background: list[np.ndarray]  # (n_texts, n_heads) of each model: messages outside training


def author_folds(frame: pd.DataFrame, n_folds: int = FOLDS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield training rows and test rows; each author is on one side only, but a lone author is split by line."""
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
    background, texts : sequence of str
        Harmless messages in the training of every model, and others that each model scores.
    recipe, risk_only
        See `grooming_risk.training.message_fit.fit_messages`.
    n_folds : int, default=5
        Number of models; the number of authors makes each author a fold.
    choose : bool, default=False
        Whether each model chooses its own hard negatives from `background`, without the test authors.
    n_jobs : int, optional
        Processes.
    """
    folds = list(author_folds(frame, n_folds))
    found = Parallel(n_jobs=n_jobs)(
        delayed(_one_fold)(frame.iloc[train], frame["text"].iloc[test], background, texts, recipe, risk_only, choose)
        for train, test in folds
    )
    lines, numbers = np.empty((len(frame), found[0][0].shape[1])), np.empty(len(frame), int)
    for number, (_, test) in enumerate(folds):
        lines[test], numbers[test] = found[number][0], number
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
