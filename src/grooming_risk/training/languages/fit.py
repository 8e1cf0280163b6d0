"""Fits the weights of a language on top of English: concepts keep theirs, marked words learn theirs.

The decision of English is the offset of a logistic regression, so a model without lines still knows the concepts, and
the scores of English stay the same.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit
from threadpoolctl import threadpool_limits

from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.labels import HEADS
from grooming_risk.model.stored_language import LearntLanguage, StoredLanguage
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.text.analyzer import BLOCKS
from grooming_risk.text.language import Language, mark_of
from grooming_risk.training.vectorizer import as_float32, block_of

WEIGHTS: Final = {"grooming": 5.0, "look_alike": 3.0, "disclosure": 3.0}
"""Weight of a line of a kind, as in English; others have 1."""

MIN_DF: Final = 2  # lines in which a term must occur
"""Fewest lines of a term."""


class _Row(NamedTuple):
    """A text as numbers: columns with their values, and the decisions of English."""

    columns: list[int]
    values: list[float]
    decisions: list[float]


def learn_language(
    english: Scorer, language: Language, frame: pd.DataFrame, background: Sequence[str] = (), *, C: float = 30.0
) -> LearntLanguage:
    """Learn the weights of a language.

    Parameters
    ----------
    english : Scorer
        The model, without this language.
    language : Language
        Its words.
    frame : pandas.DataFrame
        Lines, as `load_language_lines` returns them.
    background : sequence of str
        Further harmless messages of the language.
    C : float, above 0
        Inverse regularisation strength (L2) of the weights: small ones stay with English.

    Returns
    -------
    LearntLanguage
        The same input gives the same weights.
    """
    blank = LearntLanguage(language, [], array("f"), [array("f")] * len(HEADS))
    model = Scorer(english.artifact._replace(languages=(StoredLanguage.of(blank),)))
    texts = [*frame["text"], *background]
    words = [model.analyzer.tokenizer.words(text) for text in texts]
    terms = [model.analyzer.terms(one) for one in words]
    frequency = Counter(term for one in terms[: len(frame)] for term in one if _is_marked(term))
    columns = {term: place for place, term in enumerate(sorted(t for t, n in frequency.items() if n >= MIN_DF))}
    idf = _idf(english, columns, frequency, len(frame))
    rows = [_row(model, one, found, columns, idf) for one, found in zip(words, terms, strict=True)]
    matrix, offset = _matrix(rows, len(columns)), np.reshape([row.decisions for row in rows], (-1, len(HEADS)))
    kinds = [*frame["kind"], *["everyday"] * len(background)]
    weights = np.array([WEIGHTS.get(kind, 1.0) for kind in kinds])
    target = np.zeros((len(texts), len(HEADS)), bool)
    target[: len(frame)] = np.column_stack([is_grooming(frame), label_matrix(frame)[list(HEADS[1:])]])
    with threadpool_limits(1):  # threads change the order of sums, and so the last digits
        coef = [_fit(matrix, offset[:, head], target[:, head], weights, C) for head in range(len(HEADS))]
    return LearntLanguage(language, list(columns), array("f", idf), [array("f", as_float32(row)) for row in coef])


def _is_marked(term: str) -> bool:
    block = block_of(term)
    start = term[len(block) :].lstrip("<>") if block == "|" else term[len(block) :]
    return block in ("", "|", "~") and any(mark_of(word) for word in start.split(" "))


def _idf(english: Scorer, columns: dict[str, int], frequency: Counter[str], lines: int) -> list[float]:
    """Return the IDF of each term, as if there were as many lines as in the training of English."""
    settings = english.artifact.info["settings"]["vectorizer"]
    factors = dict(zip(BLOCKS, (1.0, settings["concept_weight"], settings["pair_weight"], settings["subword_weight"],
                                settings["edge_weight"]), strict=True))  # fmt: skip
    highest = english.artifact.unknown[""] / factors[""] / settings["unknown_weight"]
    total = np.exp(highest - 1) * (1 + settings["min_df"]) - 1
    df = np.array([frequency[term] for term in columns]) * total / lines
    block = np.array([factors[block_of(term)] for term in columns])
    found: list[float] = as_float32(block * (np.log((1 + total) / (1 + df)) + 1)).tolist()
    return found


def _row(
    model: Scorer, words: Sequence[str], terms: dict[str, None], columns: dict[str, int], idf: list[float]
) -> _Row:
    """Return the TF-IDF row of a text in the columns of the language, and the decisions of English for it."""
    sums, heads = model.sums, model.heads
    own = [columns[term] for term in terms if term in columns]
    others = [sums.term(term) for term in terms if term not in columns]
    square = sum(idf[column] ** 2 for column in own)
    if not words:
        return _Row([], [], list(model.artifact.intercept))
    norm = np.sqrt(square + sum(others, 0j).real)
    english = heads.decisions(others, complex(square, 0))
    decisions = [decision + start for decision, start in zip(english, model.artifact.intercept, strict=True)]
    return _Row(own, [idf[column] / norm for column in own], decisions)


def _matrix(rows: Sequence[_Row], width: int) -> csr_matrix:
    ends = np.cumsum([0] + [len(row.columns) for row in rows])
    columns = [column for row in rows for column in row.columns]
    values = [value for row in rows for value in row.values]
    return csr_matrix((values, columns, ends), shape=(len(rows), width), dtype=float)


def _fit(matrix: csr_matrix, offset: np.ndarray, target: np.ndarray, weights: np.ndarray, C: float) -> np.ndarray:
    """Return the weights of one head that minimise the weighted log-loss with an L2 penalty, from English on."""
    sign = np.where(target, 1.0, -1.0)

    def loss(coef: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (offset + matrix @ coef)
        slope = -sign * weights * expit(-margin)
        return float(weights @ np.logaddexp(0, -margin) + coef @ coef / (2 * C)), matrix.T @ slope + coef / C

    found = minimize(
        loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-12}
    )
    coef: np.ndarray = found.x
    return coef
