"""What a classifier is fitted to: classes, labels and weights, as callers give them; what is wrong is a ValueError."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from grooming_risk.io.tables import as_pandas
from grooming_risk.labels import LABELS


def read_classes(y: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the two classes in order, and the number of the class of each message."""
    try:
        classes, target = np.unique(np.asarray(y), return_inverse=True)
    except TypeError:
        raise ValueError("y must have two classes of one kind, and no missing value") from None
    if len(classes) != 2:
        raise ValueError(f"y must have two classes, not {len(classes)}")
    return classes, target


def read_weights(sample_weight: Any) -> np.ndarray | None:
    """Return the weights of messages; None stays None."""
    if sample_weight is None:
        return None
    try:
        weights = np.asarray(sample_weight, dtype=float)
    except (TypeError, ValueError):
        weights = np.empty((0, 0))
    if weights.ndim != 1 or not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("sample_weight must be a number of 0 or more for each message")
    return weights


def read_lines(lines: Any) -> np.ndarray:
    """Return the line of each message."""
    given = np.asarray(lines)
    if given.ndim != 1:
        raise ValueError("lines must name a line for each message, in one dimension")
    return given


def read_targets(target: np.ndarray, labels: Any) -> np.ndarray:
    """Return whether each message belongs to each head, from the number of its class and its labels, if any."""
    if labels is None:
        return target[:, None].astype(bool)
    if hasattr(labels, "columns"):
        labels = as_pandas(labels, LABELS)[list(LABELS)].to_numpy()
    rows = list(labels) if isinstance(labels, Iterable) else [labels]
    if rows and all(isinstance(row, list | tuple | set | frozenset) and all(map(_is_name, row)) for row in rows):
        rows = [_named(row) for row in rows]
    try:
        matrix = np.asarray(rows, dtype=bool)
    except (TypeError, ValueError):
        matrix = np.empty(0)
    if matrix.ndim != 2 or matrix.shape[1] != len(LABELS):
        raise ValueError(f"labels must have {len(LABELS)} columns, in the order of LABELS, or a list of names for each "
                         "message")  # fmt: skip
    if len(matrix) != len(target):
        raise ValueError(f"{len(target)} targets and {len(matrix)} rows of labels: give one each")
    return np.column_stack([target.astype(bool), matrix])


def _is_name(value: Any) -> bool:
    return isinstance(value, str)


def _named(names: Collection[str]) -> list[bool]:
    if unknown := sorted(set(names) - set(LABELS)):
        raise ValueError(f"unknown label {', '.join(map(repr, unknown))}; known are {', '.join(LABELS)}")
    return [name in names for name in LABELS]
