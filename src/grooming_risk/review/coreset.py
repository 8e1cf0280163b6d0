"""Chooses messages in turns: those of most worth that are far from what was chosen, and those that stand for others."""

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
    """Return the TF-IDF rows of messages, each of length 1, with columns for unknown terms too.

    Parameters
    ----------
    words : sequence of sequences of str
        The words of each message; of a long one, its beginning counts.
    model : Scorer
        Weighs the terms.

    Returns
    -------
    csr_matrix of shape (n_messages, n_columns)
        Products of rows are cosines. An unknown term has one of many columns, by its checksum.
    """
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
    known = model.sums.terms.get(term)
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
    """Choose messages of a pool in turns, each far from those before it.

    Parameters
    ----------
    pool, sample : csr_matrix
        Rows to choose from, and rows that stand for all messages; see `rows_of`.
    taken : iterable of csr_matrix
        Rows that are taken already, in parts.
    worth : mapping of str to ndarray of shape (n_pool,)
        For a turn, the worth of each message, above 0; it shrinks with the cosine to what is taken or chosen. A turn
        that is not named here goes to the message that is nearest to those of the sample that nothing chosen is near.
    turns : sequence of str
        Whose turn it is, over and over.
    n : int
        How many to choose, while there are any but near copies.

    Returns
    -------
    list of (int, str)
        Rows of the pool, and the turn that chose each.
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
    """Return by how much each row would bring the sample nearer to what is chosen (facility location)."""
    nearer = np.maximum(likeness.data - covered[likeness.indices], 0)
    return _dense(csr_matrix((nearer, likeness.indices, likeness.indptr), shape=likeness.shape).sum(axis=1))


def _highest(products: Any) -> np.ndarray:
    return _dense(products.max(axis=1)) if products.shape[1] else np.zeros(products.shape[0])


def _dense(values: Any) -> np.ndarray:
    return np.asarray(values.toarray() if hasattr(values, "toarray") else values).ravel()
