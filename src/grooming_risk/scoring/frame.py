"""Scores the messages of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from grooming_risk.io.tables import columns_of, like, row_labels
from grooming_risk.labels import HEADS, PATTERNS
from grooming_risk.scoring.many import WORTH, are_long
from grooming_risk.scoring.processes import in_processes
from grooming_risk.scoring.result import SCORE_COLUMNS, Compiled, Model
from grooming_risk.scoring.scorer import Scorer, model_or_default
from grooming_risk.validation import check_rows, check_whole

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrameT


def score_frame(
    frame: IntoDataFrameT,
    *,
    text: str = "text",
    model: Scorer | None = None,
    n_jobs: int = 1,
    patterns: bool = True,
) -> IntoDataFrameT:
    """Score every message of a table by itself.

    Parameters
    ----------
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
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
    pandas.DataFrame, polars.DataFrame or pyarrow.Table
        Of the kind of `frame`, a row for each of its rows in order; pandas keeps the index. ``risk`` in [0, 1] and
        ``level``; with `patterns` also a probability in [0, 1] of each pattern, ``disclosure``, ``coverage``, and
        ``found``, a tuple (outside of pandas a list) of the patterns at or above their thresholds. The numbers of
        `score`, whatever `n_jobs` is and whether the extra ``fast`` is installed.

    Raises
    ------
    KeyError, ValueError
        There is no such column, or there are two.
    TypeError
        `frame` is no such table, or a message is no `str`: the error names the row, by its label in the index of
        pandas, else by its number from 0. Drop or fill what is missing first.
    MissingExtraError
        Several processes, which cannot be forked (not Linux, or there are threads), and joblib is not installed.

    Examples
    --------
    >>> import pandas as pd
    >>> scored = score_frame(pd.DataFrame({"text": ["gg wp", "same time tomorrow?"]}, index=["m1", "m2"]))
    >>> scored["level"].tolist(), scored.index.tolist(), scored.shape
    (['none', 'none'], ['m1', 'm2'], (2, 16))
    """
    (messages,) = columns_of(frame, [text])
    check_rows(row_labels(frame), messages)
    check_whole(n_jobs, "n_jobs")
    scorer = model_or_default(model)
    work = _heads_and_coverage if patterns else _risk
    is_worth = len(messages) >= WORTH or are_long(messages)
    done = in_processes(scorer, work, messages, n_jobs, many=is_worth)
    found = [values for _, values in done]
    return like(frame, _table(np.concatenate(found or [work(scorer, [], None)]), scorer), lists=("found",))


def _heads_and_coverage(model: Model, texts: list[str], compiled: Compiled | None) -> Any:
    """Return an array of shape (n_messages, n_heads + 1): a table would cost more to send between processes."""
    if compiled:
        return np.column_stack(compiled.probabilities(texts, tuple(range(len(HEADS)))))
    read = map(model.read, texts)
    rows = [[*reading.probabilities.values(), reading.coverage] for reading in read]
    return np.array(rows, float).reshape(-1, len(HEADS) + 1)


def _risk(model: Model, texts: list[str], compiled: Compiled | None) -> Any:
    if compiled:
        return compiled.probabilities(texts)[0]
    return np.array([[model.score(text).risk] for text in texts], float).reshape(-1, 1)


def _table(values: Any, model: Model) -> pd.DataFrame:
    levels = np.array([*map(model.level, values[:, 0].tolist())], object)
    columns: dict[str, Any] = {"risk": values[:, 0], "level": levels}
    if values.shape[1] > 1:
        columns |= {name: values[:, number] for number, name in enumerate((*HEADS, "coverage")) if number}
        columns["found"] = _found(values[:, [HEADS.index(name) for name in PATTERNS]], model)
    return pd.DataFrame(columns, columns=SCORE_COLUMNS[: len(columns)])


def _found(patterns: Any, model: Model) -> Any:
    above = patterns >= [model.thresholds["patterns"][name] for name in PATTERNS]
    found = np.empty(len(above), object)
    found[:] = [()]
    for place in np.flatnonzero(above.any(axis=1)).tolist():
        found[place] = tuple(name for name, is_above in zip(PATTERNS, above[place], strict=True) if is_above)
    return found
