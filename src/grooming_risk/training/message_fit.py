"""Fits the message model on hand-written lines against real chat, with weights and hard negatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import background_frame
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.labels import DISCLOSURE
from grooming_risk.training.classifier import GroomingRiskClassifier
from grooming_risk.training.vectorizer import ChatTfidfVectorizer

RANDOM: Final = 50_000
"""Most background messages drawn at random."""

HARDEST: Final = 10_000
"""Most hard negatives: background messages that a first model finds riskiest."""

MIN_DF: Final = 3
"""Messages in which a term must occur; two would add a third more terms and gain nothing."""

_RANDOM_SHARE: Final = 5 / 6  # if the pool is too small for both
_SEED: Final = 0


class Recipe(NamedTuple):
    """Hyperparameters of the message model.

    Attributes
    ----------
    C : float, above 0
        Inverse regularisation strength (L2).
    grooming, look_alike, disclosure : float, above 0
        Weight of a line of that kind; everyday lines and background messages have 1.
    vectorizer : ChatTfidfVectorizer or None
        Features; None takes the defaults with `MIN_DF`.
    """

    C: float = 10.0
    grooming: float = 5.0
    look_alike: float = 3.0
    disclosure: float = 3.0
    vectorizer: ChatTfidfVectorizer | None = None

    @property
    def weights(self) -> Mapping[str, float]:
        """Weight of each kind of line."""
        return {"grooming": self.grooming, "look_alike": self.look_alike, DISCLOSURE: self.disclosure, "everyday": 1.0}


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
        Threads for the heads.

    Returns
    -------
    GroomingRiskClassifier
        Deterministic.
    """
    recipe = recipe or Recipe()
    rows = pd.concat([frame, background_frame(background)], ignore_index=True)
    weights = rows["kind"].map(recipe.weights).to_numpy(dtype=float)
    vectorizer = recipe.vectorizer or ChatTfidfVectorizer(min_df=MIN_DF)
    model = GroomingRiskClassifier(vectorizer, C=recipe.C, calibration_folds=0, n_jobs=n_jobs)
    return model.fit(
        rows["text"],
        is_grooming(rows),
        labels=None if risk_only else label_matrix(rows),
        lines=rows["line"].tolist(),
        sample_weight=weights,
    )


def with_hard_negatives(
    frame: pd.DataFrame,
    pool: Sequence[str],
    recipe: Recipe | None = None,
    *,
    first: Callable[[Sequence[str]], Sequence[float] | np.ndarray] | None = None,
    n_jobs: int | None = None,
) -> list[str]:
    """Return the background to train with: random messages of a pool, then hard negatives.

    Hard negatives by bootstrapping (Sung and Poggio, 1998).

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

    Returns
    -------
    list of str
        At most `RANDOM` plus `HARDEST` messages; deterministic.
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
    order = np.argsort(-risks, kind="stable")
    return chosen + [rest[number] for number in order[:HARDEST]]
