"""Scores the messages of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from grooming_risk.scored_rows import SCORE_COLUMNS, score_columns
from grooming_risk.scorer import Scorer, default_model
from grooming_risk.scoring_lists import score_list
from grooming_risk.scoring_processes import in_processes

COLUMNS = SCORE_COLUMNS
"""Columns of what `score_frame` returns."""


def score_frame(
    frame: pd.DataFrame,
    *,
    text: str = "text",
    model: Scorer | None = None,
    n_jobs: int = 1,
    patterns: bool = True,
) -> pd.DataFrame:
    """Score every message of a table by itself.

    Parameters
    ----------
    frame : pandas.DataFrame
        A message a row.
    text : str
        Column that holds the message.
    model : Scorer, optional
        None takes the shipped model.
    n_jobs : int, default=1
        Processes; -1 is one for each processor. They pay from some ten thousand messages on.
    patterns : bool, default=True
        Whether to work out all columns; else risk and level alone, in about a third of the time.

    Returns
    -------
    pandas.DataFrame
        With the index of `frame`: ``risk`` in [0, 1] and ``level``; with `patterns` also a probability in [0, 1] of
        each pattern, ``disclosure``, ``coverage``, and ``found``, a tuple of the patterns at or above their thresholds.
        The numbers of `score`, whatever `n_jobs` is.

    Raises
    ------
    KeyError
        There is no such column.
    TypeError
        A message is no `str`; the error names the row. Drop or fill what is missing first.
    MissingExtraError
        More than one process, and joblib is not installed.

    Examples
    --------
    >>> import pandas as pd
    >>> scored = score_frame(pd.DataFrame({"text": ["gg wp", "same time tomorrow?"]}, index=["m1", "m2"]))
    >>> scored["level"].tolist(), scored.index.tolist(), scored.shape
    (['none', 'none'], ['m1', 'm2'], (2, 16))
    """
    if text not in frame.columns:
        raise KeyError(f"the table has no column {text!r}")
    messages = frame[text].tolist()
    for label, message in zip(frame.index, messages, strict=True):
        if not isinstance(message, str):
            raise TypeError(f"row {label!r}: a message must be a str, not {type(message).__name__}")
    scorer = model or default_model()
    work = _all_columns if patterns else _risk_and_level
    tables = [table for _, table in in_processes(scorer, work, messages, n_jobs)]
    return pd.concat(tables or [work(scorer, [])]).set_axis(frame.index)


def _all_columns(model: Scorer, texts: list[str]) -> pd.DataFrame:
    return _table([score_columns(score) for score in score_list(model, texts, patterns=True)], COLUMNS)


def _risk_and_level(model: Scorer, texts: list[str]) -> pd.DataFrame:
    return _table([(score.risk, score.level) for score in score_list(model, texts)], COLUMNS[:2])


def _table(rows: list[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns))
    return table.astype({name: float for name in columns if name not in ("level", "found")})
