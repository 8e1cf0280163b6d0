"""The trainable model: calibrated linear heads for risk, each pattern and disclosure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from grooming_risk.labels import HEADS
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.text.windows import windows
from grooming_risk.training.targets import read_classes, read_lines, read_targets, read_weights
from grooming_risk.training.vectorizer import ChatTfidfVectorizer, as_float32
from grooming_risk.validation import check_texts


class GroomingRiskClassifier(ClassifierMixin, BaseEstimator):
    """Binary scikit-learn classifier of grooming risk in chat messages, with further heads.

    Parameters
    ----------
    vectorizer : ChatTfidfVectorizer or None
        Features; None takes the defaults. A grid search reaches its parameters as ``vectorizer__min_df``.
    C : float, above 0
        Inverse regularisation strength of every head (L2).
    calibration_folds : int
        Folds by line for Platt scaling (Platt, 1999) on decisions for unseen lines; 0 skips calibration. Lines take
        turns in the order given, so that copies of a line change no fold.
    n_jobs : int or None
        Processes for the folds, as in joblib.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        No risk, risk.
    heads_ : tuple of str
        ``"risk"``, or all of `HEADS` if labels were given.
    vectorizer_ : ChatTfidfVectorizer
        The fitted features.
    coef_, intercept_, slope_, offset_ : ndarray of shape (n_heads, n_terms), or (n_heads,)
        Log-odds are ``slope_ * (coef_ . row + intercept_) + offset_``.

    Examples
    --------
    >>> texts = ["our secret ok", "dont tell your mom", "what a match", "gg wp"] * 3
    >>> model = GroomingRiskClassifier(calibration_folds=0).fit(texts, [1, 1, 0, 0] * 3)
    >>> model.predict(["secret, dont tell", "gg match"])
    array([1, 0])
    """

    def __init__(
        self,
        vectorizer: ChatTfidfVectorizer | None = None,
        *,
        C: float = 10.0,
        calibration_folds: int = 5,
        n_jobs: int | None = None,
    ) -> None:
        self.vectorizer = vectorizer
        self.C = C
        self.calibration_folds = calibration_folds
        self.n_jobs = n_jobs

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.classifier_tags.multi_class = False
        return tags

    def set_params(self, **params: Any) -> GroomingRiskClassifier:
        """Set parameters; those of the vectorizer need none to be given first.

        Examples
        --------
        >>> GroomingRiskClassifier().set_params(vectorizer__min_df=3).vectorizer.min_df
        3
        """
        nested = any(name.startswith("vectorizer__") for name in params)
        if nested and params.get("vectorizer", self.vectorizer) is None:
            params["vectorizer"] = ChatTfidfVectorizer()
        return super().set_params(**params)

    def fit(
        self,
        X: Iterable[str],
        y: Sequence[Any],
        *,
        labels: Any = None,
        lines: Sequence[Any] | None = None,
        sample_weight: Sequence[float] | None = None,
    ) -> GroomingRiskClassifier:
        """Fit features, heads and calibration.

        Parameters
        ----------
        X : iterable of str, shape (n_messages,)
            Messages.
        y : sequence of shape (n_messages,)
            Two classes; the greater one is risk.
        labels : array or table of bool, shape (n_messages, n_labels), or sequence of lists of str, optional
            Patterns and disclosure of each message, in the order of `LABELS` or by name. None fits the risk head alone.
        lines : sequence of shape (n_messages,), optional
            Line of each message: folds keep the variants of a line together.
        sample_weight : sequence of float of shape (n_messages,), optional
            Weight of each message in every head and in the calibration; None weighs all equally. A weight of 2 counts
            as the message twice in one line, a weight of 0 as none. It does not count for the features: a term's
            frequency is in lines.

        Raises
        ------
        TypeError
            `X` is a str, or an item is not a str.
        ValueError
            Lengths differ, `y` does not have two classes, a label is unknown, or a weight is negative or not finite.
        """
        texts, weights = check_texts(X), read_weights(sample_weight)
        self.classes_, target = read_classes(y)
        owners = np.arange(len(texts)) if lines is None else read_lines(lines)
        targets = read_targets(target, labels)
        weights = np.ones(len(texts)) if weights is None else weights
        if not len(texts) == len(targets) == len(owners) == len(weights):
            raise ValueError(
                f"{len(texts)} messages, {len(targets)} targets, {len(owners)} lines and {len(weights)} weights: "
                "give one each"
            )
        counted = np.flatnonzero(weights)
        texts = [texts[i] for i in counted]
        targets, owners, weights = targets[counted], owners[counted], weights[counted]
        if targets[:, 0].all() or not targets[:, 0].any():
            raise ValueError("y must have two classes with a weight above 0")
        self.heads_ = HEADS[: targets.shape[1]]
        self.slope_, self.offset_ = np.ones(len(self.heads_)), np.zeros(len(self.heads_))
        if self.calibration_folds:
            self._calibrate(texts, targets, owners, weights)
        self._fit_heads(texts, targets, owners, weights)
        return self

    def _calibrate(self, texts: list[str], targets: np.ndarray, owners: np.ndarray, weights: np.ndarray) -> None:
        folds = list(_folds(owners, self.calibration_folds))
        decisions = np.empty(targets.shape)
        parts = Parallel(n_jobs=self.n_jobs)(
            delayed(_unseen_decisions)(clone(self), texts, targets, owners, weights, train, test)
            for train, test in folds
        )
        for (_, test), part in zip(folds, parts, strict=True):
            decisions[test] = part
        for head in range(targets.shape[1]):
            try:
                self.slope_[head], self.offset_[head] = platt(decisions[:, head], targets[:, head], weights)
            except ValueError as error:
                raise ValueError(f"{HEADS[head]}: {error}") from None

    def _fit_heads(self, texts: list[str], targets: np.ndarray, owners: np.ndarray, weights: np.ndarray) -> None:
        if not isinstance(self.vectorizer, ChatTfidfVectorizer | None):
            raise TypeError(f"vectorizer must be a ChatTfidfVectorizer or None, not {type(self.vectorizer).__name__}")
        vectorizer = ChatTfidfVectorizer() if self.vectorizer is None else clone(self.vectorizer)
        self.vectorizer_ = vectorizer.fit(texts, lines=owners.tolist())
        rows = vectorizer.transform(texts)
        # threads share the rows, and liblinear releases the GIL
        with threadpool_limits(1):  # BLAS threads change the order of sums, and so the last digits
            fitted = Parallel(n_jobs=self.n_jobs, prefer="threads")(
                delayed(self._fit_head)(rows, target, weights) for target in targets.T
            )
        self.coef_ = as_float32(np.vstack([coef for coef, _ in fitted]))
        self.intercept_ = np.array([intercept for _, intercept in fitted])

    def _fit_head(self, rows: Any, target: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
        if target.all() or not target.any():  # a fold may lack a pattern; its head then predicts none
            return np.zeros(rows.shape[1]), float(np.log1p(weights.sum())) * (1 if target.any() else -1)
        # a tight tolerance: the optimum is unique, so platforms agree on it
        head = LogisticRegression(C=self.C, solver="liblinear", tol=1e-7, max_iter=1000)
        head.fit(rows, target, sample_weight=weights)
        return head.coef_[0], float(head.intercept_[0])

    def decisions(self, X: Iterable[str]) -> np.ndarray:
        """Return the uncalibrated decision of every head, the highest over a message's windows; -inf without words."""
        check_is_fitted(self)
        parts = [list(windows(self.vectorizer_.analyzer_.tokenizer.words(text))) for text in check_texts(X)]
        if not parts:
            return np.empty((0, len(self.heads_)))
        flat = [part for message in parts for part in message]
        decisions = self.vectorizer_.transform_words(flat) @ self.coef_.T + self.intercept_
        decisions[[not part for part in flat]] = -np.inf
        starts = np.cumsum([0] + [len(message) for message in parts[:-1]])
        return np.maximum.reduceat(decisions, starts, axis=0)

    def calibrated(self, decisions: np.ndarray) -> np.ndarray:
        """Return the calibrated log-odds of decisions; without words those of probability 0."""
        log_odds = self.slope_ * decisions + self.offset_
        return np.where(np.isneginf(decisions), EMPTY_LOG_ODDS, log_odds)

    def decision_function(self, X: Iterable[str]) -> np.ndarray:
        """Return the calibrated log-odds of risk, shape (n_messages,); above 0 is likelier than not."""
        return self.head_log_odds(X)[:, 0]

    def head_log_odds(self, X: Iterable[str]) -> np.ndarray:
        """Return the calibrated log-odds of every head, shape (n_messages, n_heads), in the order of `heads_`."""
        return self.calibrated(self.decisions(X))

    def predict_proba(self, X: Iterable[str]) -> np.ndarray:
        """Return the probabilities of no risk and risk, shape (n_messages, 2)."""
        risk = expit(self.decision_function(X))
        return np.column_stack([1 - risk, risk])

    def predict_heads(self, X: Iterable[str]) -> np.ndarray:
        """Return the probability of every head, shape (n_messages, n_heads), in the order of `heads_`."""
        return expit(self.head_log_odds(X))

    def predict(self, X: Iterable[str]) -> np.ndarray:
        """Return the likelier class of each message, shape (n_messages,)."""
        risky = self.decision_function(X) > 0
        return self.classes_[risky.astype(int)]


def _folds(owners: np.ndarray, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the rows to train and to test on; the lines take turns in the order of their first message."""
    line, names = pd.factorize(owners, use_na_sentinel=False)
    if not 2 <= count <= len(names):
        raise ValueError(f"calibration_folds must be 0, or from 2 to the number of lines, {len(names)}; not {count}")
    fold = line % count
    for number in range(count):
        yield np.flatnonzero(fold != number), np.flatnonzero(fold == number)


def _unseen_decisions(
    model: GroomingRiskClassifier,
    texts: list[str],
    targets: np.ndarray,
    owners: np.ndarray,
    weights: np.ndarray,
    train: np.ndarray,
    test: np.ndarray,
) -> np.ndarray:
    """Fit on one side of a fold and return the decisions on the other."""
    model.set_params(n_jobs=None)
    model.heads_ = HEADS[: targets.shape[1]]
    model._fit_heads([texts[i] for i in train], targets[train], owners[train], weights[train])
    return model.decisions([texts[i] for i in test])


def platt(decisions: np.ndarray, target: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Return slope and offset of Platt scaling (Platt, 1999) of one head, from decisions on unseen messages.

    Decisions of -inf, without words, are left out. The weights state the base rate. ValueError if the slope is 0 or
    less, which would reverse the order.
    """
    finite = np.isfinite(decisions)
    if target[finite].all() or not target[finite].any():
        raise ValueError("the head has messages of one class alone; give some of the other, or leave its labels out")
    scaler = LogisticRegression(C=1e4, solver="newton-cholesky", tol=1e-10, max_iter=1000)
    with threadpool_limits(1):  # threads change the order of sums, and so the last digits
        scaler.fit(decisions[finite, None], target[finite], sample_weight=weights[finite] / weights[finite].mean())
    slope = float(scaler.coef_[0, 0])
    if slope <= 0:
        raise ValueError("a head does not separate its labels; give it more lines, or leave its labels out")
    return slope, float(scaler.intercept_[0])
