"""Fits the message model on hand-written lines against real chat, with weights and hard negatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import background_frame
from grooming_risk.corpus.lines import KINDS
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.training.classifier import GroomingRiskClassifier
from grooming_risk.training.vectorizer import ChatTfidfVectorizer

RANDOM: Final = 50_000  # most background messages drawn at random
HARDEST: Final = 10_000  # most hard negatives: background messages that a first model finds riskiest
COLUMNS: Final = ("text", "labels", "kind", "author", "line")  # that training reads of a corpus
MIN_DF: Final = 3  # messages in which a term must occur; two would add a third more terms and gain nothing
_RANDOM_SHARE: Final = 5 / 6  # if the pool is too small for both
_SEED: Final = 0


class Recipe(NamedTuple):
    """Hyperparameters of the message model; everyday lines and background messages have the weight 1."""

    C: float = 10.0  # inverse regularisation strength (L2)
    grooming: float = 5.0  # weight of a line of that kind
    look_alike: float = 3.0
    disclosure: float = 3.0
    vectorizer: ChatTfidfVectorizer | None = None  # None takes the defaults with `MIN_DF`


def fit_messages(
    frame: pd.DataFrame,
    background: Sequence[str] = (),
    recipe: Recipe | None = None,
    *,
    risk_only: bool = False,
    n_jobs: int | None = None,
) -> GroomingRiskClassifier:
    """Fit all heads, or only the risk head, on lines and background messages, without calibration.

    Parameters
    ----------
    frame : pandas.DataFrame
        Lines, as `load_corpus` returns them.
    background : sequence of str
        Real harmless messages, all used; see `with_hard_negatives`.
    recipe : Recipe, optional
        None takes the defaults.
    risk_only : bool, default=False
        Whether to leave out patterns and disclosure.
    n_jobs : int, optional
        Threads for the heads; the model does not depend on them.
    """
    recipe = recipe or Recipe()
    rows = pd.concat([frame, background_frame(background)], ignore_index=True)
    weights = rows["kind"].map({kind: getattr(recipe, kind, 1.0) for kind in KINDS}).to_numpy(dtype=float)
    vectorizer = recipe.vectorizer or ChatTfidfVectorizer(min_df=MIN_DF)
    model = GroomingRiskClassifier(vectorizer, C=recipe.C, calibration_folds=0, n_jobs=n_jobs)
    labels = None if risk_only else label_matrix(rows)
    return model.fit(rows["text"], is_grooming(rows), labels=labels, lines=rows["line"].tolist(), sample_weight=weights)


def with_hard_negatives(
    frame: pd.DataFrame,
    pool: Sequence[str],
    recipe: Recipe | None = None,
    *,
    first: Callable[[Sequence[str]], Sequence[float] | np.ndarray] | None = None,
    n_jobs: int | None = None,
) -> list[str]:
    """Return `RANDOM` messages of a pool, and the `HARDEST` others by bootstrapping (Sung and Poggio, 1998).

    Parameters
    ----------
    frame : pandas.DataFrame
        Lines, as `load_corpus` returns them.
    pool : sequence of str
        Distinct harmless messages; unchosen ones stay out of training.
    recipe, n_jobs
        See `fit_messages`.
    first : callable, optional
        Scores messages, higher is riskier; None fits a first model on the lines and the random messages.
    """
    drawn = Random(_SEED).sample(list(pool), len(pool))
    size = min(RANDOM, int(len(drawn) * _RANDOM_SHARE))
    chosen, rest = drawn[:size], drawn[size:]
    if len(rest) <= HARDEST:
        return drawn
    if first is None:
        model = fit_messages(frame, chosen, recipe, risk_only=True, n_jobs=n_jobs)
        risks = model.decisions(rest)[:, 0]
    else:
        risks = np.asarray(first(rest))
    return chosen + [rest[number] for number in np.argsort(-risks, kind="stable")[:HARDEST]]
