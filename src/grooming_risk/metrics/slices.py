"""Metrics of slices of the messages or conversations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from grooming_risk.metrics.classification import mean_of
from grooming_risk.metrics.nested import rounded_figures
from grooming_risk.metrics.ranking import roc_auc

SMALL: Final = 20  # a slice of fewer rows is marked, because its metrics say little
UNKNOWN: Final = "unknown"  # slice of the rows without a value
_LENGTHS: Final = {"0": 0, "1-3": 3, "4-8": 8, "9-15": 15}
_LONGEST: Final = "16+"


def length_slice(text: str) -> str:
    """Return the slice of a message by number of words.

    Examples
    --------
    >>> length_slice("gg wp"), length_slice("word " * 16)
    ('1-3', '16+')
    """
    words = len(text.split())
    return next((name for name, most in _LENGTHS.items() if words <= most), _LONGEST)


def slice_figures(names: Iterable[Any], truth: np.ndarray, risk: np.ndarray, flagged: np.ndarray) -> dict[str, Any]:
    """Return the metrics of each slice.

    Parameters
    ----------
    names : iterable of shape (n_rows,)
        Slice of each message or conversation; without a value it is ``"unknown"``.
    truth, flagged : ndarray of bool, shape (n_rows,)
        Which are grooming, and which are flagged.
    risk : ndarray, shape (n_rows,)
        Risk of each.

    Returns
    -------
    dict of str to dict
        By name of the slice, sorted: ``n``, the number of ``grooming`` rows, ``recall``, ``false_alarm_rate``,
        ``roc_auc`` (None without a case), and whether it is ``small`` (under 20 rows).

    Examples
    --------
    >>> figures = slice_figures(["sms", "sms", "dm"], np.array([1, 0, 0]) > 0, np.array([0.9, 0.1, 0.2]),
    ...                         np.array([1, 0, 0]) > 0)
    >>> figures["sms"]["recall"], figures["dm"]["recall"], figures["dm"]["false_alarm_rate"]
    (1.0, None, 0.0)
    """
    column = np.array([UNKNOWN if pd.isna(name) or name == "" else str(name) for name in names], dtype=object)
    known = [*_LENGTHS, _LONGEST]
    found = sorted(set(column), key=lambda name: (known.index(name) if name in known else -1, name))
    return {name: _figures(truth[column == name], risk[column == name], flagged[column == name]) for name in found}


def _figures(truth: np.ndarray, risk: np.ndarray, flagged: np.ndarray) -> dict[str, Any]:
    figures = {
        "n": len(truth),
        "grooming": int(truth.sum()),
        "recall": mean_of(flagged[truth]),
        "false_alarm_rate": mean_of(flagged[~truth]),
        "roc_auc": roc_auc(truth, risk),
        "small": len(truth) < SMALL,
    }
    return rounded_figures(figures)
