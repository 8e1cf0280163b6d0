"""Figures as plain nested data, and the same as a flat list."""

from collections.abc import Iterator, Mapping
from typing import Any


def rounded(value: Any, digits: int = 4) -> float:
    """Return a figure as it is printed and stored."""
    return round(float(value), digits)


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
