"""Figures as plain nested data, and the same as a flat list."""

from collections.abc import Iterator, Mapping
from typing import Any


def rounded(value: Any, digits: int = 4) -> float:
    """Return a figure as it is printed and stored."""
    return round(float(value), digits)


def rounded_figures(data: Mapping[str, Any], digits: int = 4) -> dict[str, Any]:
    """Return nested figures as they are printed and stored; counts, words and None stay as they are.

    Examples
    --------
    >>> rounded_figures({"n": 3, "auc": {"all": 0.912345}})
    {'n': 3, 'auc': {'all': 0.9123}}
    """
    return {name: _rounded(value, digits) for name, value in data.items()}


def _rounded(value: Any, digits: int) -> Any:
    if isinstance(value, Mapping):
        return rounded_figures(value, digits)
    return rounded(value, digits) if isinstance(value, float) else value


def flat_figures(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield name and value of nested figures, names joined by dots.

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
