"""Confidence intervals by bootstrap over groups: rows of one line, or of one conversation, are drawn together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

ROUNDS: Final = 200
CONFIDENCE: Final = 0.95

Statistics = Callable[[np.ndarray], Mapping[str, float | None]]
"""Row numbers of a draw -> named metrics, None where the draw does not allow one."""


def grouped_draws(groups: Sequence[Any] | np.ndarray, *, rounds: int = ROUNDS, seed: int = 0) -> Iterator[np.ndarray]:
    """Yield the row numbers of each draw: as many whole groups as there are, drawn with replacement.

    Parameters
    ----------
    groups : sequence of shape (n_rows,)
        The group of each row; rows of one group are drawn together.
    rounds, seed : int
        Number of draws; the same seed gives the same draws.

    Examples
    --------
    >>> [len(rows) for rows in grouped_draws(["a", "a", "b", "b"], rounds=2)]
    [4, 4]
    """
    _, number = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    order, sizes = np.argsort(number, kind="stable"), np.bincount(number)
    starts = np.cumsum(sizes) - sizes
    random = np.random.default_rng(seed)
    for _ in range(rounds):
        chosen = random.integers(len(sizes), size=len(sizes))
        drawn = sizes[chosen]
        within = np.arange(drawn.sum()) - np.repeat(np.cumsum(drawn) - drawn, drawn)
        yield order[np.repeat(starts[chosen], drawn) + within]


def grouped_intervals(
    statistics: Statistics, groups: Sequence[Any] | np.ndarray, *, rounds: int = ROUNDS, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Return the 95% percentile interval of each metric (Efron, 1979) over `grouped_draws`.

    A metric that half of the draws or more did not allow is left out.

    Examples
    --------
    >>> hit = np.array([1.0, 1.0, 0.0, 1.0])
    >>> low, high = grouped_intervals(lambda rows: {"recall": hit[rows].mean()}, ["a", "b", "c", "d"])["recall"]
    >>> bool(low < hit.mean() < high)
    True
    """
    found: dict[str, list[float]] = {}
    for rows in grouped_draws(groups, rounds=rounds, seed=seed):
        for name, value in statistics(rows).items():
            if value is not None:
                found.setdefault(name, []).append(value)
    outside = (1 - CONFIDENCE) / 2
    return {
        name: (float(np.quantile(values, outside)), float(np.quantile(values, 1 - outside)))
        for name, values in found.items()
        if 2 * len(values) > rounds
    }
