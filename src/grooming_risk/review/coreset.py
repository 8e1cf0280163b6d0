"""Core-set selection: messages of high worth far from the chosen ones, in turn with representative ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from typing import Any, Final
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix

from grooming_risk.scoring.scorer import Scorer
from grooming_risk.text.windows import WHOLE_LIMIT

NEAR: Final = 0.7
"""Cosine from which a message counts as a near copy."""

_UNKNOWN_COLUMNS: Final = 1 << 20


def rows_of(words: Sequence[Sequence[str]], model: Scorer) -> csr_matrix:
    """Return unit TF-IDF rows of the first words of messages; unknown terms are hashed into further columns."""
    width = len(model.artifact.terms)
    indices: list[int] = []
    values: list[float] = []
    ends = [0]
    for message in words:
        terms = model.analyzer.terms(message[:WHOLE_LIMIT])
        weights = [model.sums.term(term).real ** 0.5 for term in terms]
        norm = sum(weight * weight for weight in weights) ** 0.5
        indices += [_column(term, model, width) for term in terms]
        values += [weight / norm for weight in weights]
        ends.append(len(indices))
    return csr_matrix((values, indices, ends), shape=(len(words), width + _UNKNOWN_COLUMNS))


def _column(term: str, model: Scorer, width: int) -> int:
    known = model.sums.known(term)
    if known is not None:
        return model.heads.columns[known]
    return width + crc32(term.encode("utf-8", "surrogatepass")) % _UNKNOWN_COLUMNS


def choose(
    pool: csr_matrix,
    sample: csr_matrix,
    taken: Iterable[csr_matrix],
    worth: Mapping[str, np.ndarray],
    turns: Sequence[str],
    n: int,
) -> list[tuple[int, str]]:
    """Choose up to `n` rows of the pool in turns, each far from taken and chosen rows; return rows and their turns.

    A turn in `worth` takes the row of highest worth, times 1 minus its highest cosine to a taken or chosen row. Any
    other turn takes the row that most improves the coverage of the sample.
    """
    near, covered = np.zeros(pool.shape[0]), np.zeros(sample.shape[0])
    for part in taken:
        near = np.maximum(near, _highest(pool @ part.T))
        covered = np.maximum(covered, _highest(sample @ part.T))
    likeness = csr_matrix(pool @ sample.T)
    chosen: list[tuple[int, str]] = []
    for turn in cycle(turns):
        free = near < NEAR
        if len(chosen) >= n or not free.any():
            return chosen
        value = worth[turn] * (1 - near) if turn in worth else _gain(likeness, covered)
        best = int(np.argmax(np.where(free, value, -1)))
        if value[best] > 0:
            chosen.append((best, turn))
            near = np.maximum(near, _dense(pool @ pool[[best]].T))
            near[best] = 1
            covered = np.maximum(covered, _dense(likeness[[best]]))
    return chosen


def _gain(likeness: csr_matrix, covered: np.ndarray) -> np.ndarray:
    """Return by how much each row improves the coverage of the sample (facility location)."""
    nearer = np.maximum(likeness.data - covered[likeness.indices], 0)
    return _dense(csr_matrix((nearer, likeness.indices, likeness.indptr), shape=likeness.shape).sum(axis=1))


def _highest(products: Any) -> np.ndarray:
    return _dense(products.max(axis=1)) if products.shape[1] else np.zeros(products.shape[0])


def _dense(values: Any) -> np.ndarray:
    return np.asarray(values.toarray() if hasattr(values, "toarray") else values).ravel()
