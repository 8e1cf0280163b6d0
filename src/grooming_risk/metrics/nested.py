"""Metrics as nested data, rounded or flattened."""

from collections.abc import Iterator, Mapping
from typing import Any


def rounded(value: Any, digits: int = 4) -> float:
    """Return a metric, rounded for print and storage."""
    return round(float(value), digits)


def rounded_figures(data: Mapping[str, Any], digits: int = 4) -> dict[str, Any]:
    """Return nested metrics with rounded floats; counts, words and None stay.

    Examples
    --------
    >>> rounded_figures({"n": 3, "auc": {"all": 0.912345}})
    {'n': 3, 'auc': {'all': 0.9123}}
    """
    return {
        name: rounded_figures(value, digits)
        if isinstance(value, Mapping)
        else (rounded(value, digits) if isinstance(value, float) else value)
        for name, value in data.items()
    }


def flat_figures(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield name and value of nested metrics, names joined by dots.

    Examples
    --------
    >>> list(flat_figures({"brier": 0.1, "auc": {"all": 0.9}}))
    [('brier', 0.1), ('auc.all', 0.9)]
    """
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from flat_figures(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
