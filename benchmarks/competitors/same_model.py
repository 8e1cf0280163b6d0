"""The shipped model, weight for weight, as a scikit-learn pipeline: the cost of scoring in it.

A pipeline reads a message as a whole: it agrees with the library on messages of one window, which is checked here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from competitors.competitor import Competitor
from grooming_risk import ChatTfidfVectorizer
from grooming_risk.model.artifact import Artifact
from grooming_risk.scoring.scorer import default_model

_SHORT = ("our secret ok", "gg wp", "send me a pic", "what page is the homework on?")


def calibrated_chain(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return features, linear head and calibration as separate stages, as scikit-learn builds them."""
    artifact = default_model().artifact
    features = _features(artifact)
    # Fitted on next to nothing, so that every part exists; then the shipped numbers are put in.
    shell = CalibratedClassifierCV(LogisticRegression(), cv=2, ensemble=False)
    shell.fit(features.transform(_SHORT * 2), [1, 0] * 4)
    inner = shell.calibrated_classifiers_[0]
    inner.estimator.coef_ = np.array([artifact.coef[0]], dtype=float)
    inner.estimator.intercept_ = np.array([artifact.intercept[0]])
    inner.calibrators[0].a_, inner.calibrators[0].b_ = -artifact.slope[0], -artifact.offset[0]
    return _chain("scikit-learn", Pipeline([("features", features), ("head", shell)]), folder)


def folded_chain(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return features and one linear head that includes the calibration: the fastest pipeline."""
    artifact = default_model().artifact
    head = LogisticRegression()
    head.classes_ = np.array([0, 1])
    head.coef_ = artifact.slope[0] * np.array([artifact.coef[0]], dtype=float)
    head.intercept_ = np.array([artifact.slope[0] * artifact.intercept[0] + artifact.offset[0]])
    chain = Pipeline([("features", _features(artifact)), ("head", head)])
    return _chain("scikit-learn, folded", chain, folder, partial(_all_heads, chain[0], artifact))


def _features(artifact: Artifact) -> ChatTfidfVectorizer:
    features = ChatTfidfVectorizer()
    features.analyzer_ = artifact.analyzer()
    features.vocabulary_ = {term: column for column, term in enumerate(artifact.terms)}
    features.idf_ = np.array(artifact.idf, dtype=float)
    features.unknown_ = dict(artifact.unknown)
    return features


def _all_heads(features: ChatTfidfVectorizer, artifact: Artifact, texts: list[str]) -> np.ndarray:
    """Return the probability of every head, from one product of matrices."""
    decisions = features.transform(texts) @ np.array(artifact.coef, dtype=float).T + np.array(artifact.intercept)
    return expit(np.array(artifact.slope) * decisions + np.array(artifact.offset))


def _chain(name: str, chain: Pipeline, folder: Path, heads: Callable | None = None) -> Competitor:
    np.testing.assert_allclose(
        chain.predict_proba(_SHORT)[:, 1], [default_model().score(text).risk for text in _SHORT], atol=1e-9
    )
    path = folder / f"{name}.pickle"
    path.write_bytes(pickle.dumps(chain))
    return Competitor(
        name=name,
        trained_on="it is the same model",
        one=lambda text: chain.predict_proba([text])[0, 1],
        many=lambda texts: chain.predict_proba(texts)[:, 1],
        heads=heads,
        fresh=f"import pathlib, pickle; call = pickle.loads(pathlib.Path({str(path)!r}).read_bytes()).predict_proba",
        packages=("scikit-learn", "numpy"),
    )
