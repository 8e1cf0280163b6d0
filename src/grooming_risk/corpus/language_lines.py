"""Loads the lines of a language besides English: `data/synthetic/lines/<language>/`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import KINDS, LINES_FOLDER, read_lines
from grooming_risk.corpus.messages import COLUMNS, messages_of
from grooming_risk.errors import DataError

TRAIN: Final = "train"
HELD_OUT: Final = "held_out"


def load_language_lines(code: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Load the lines of a language.

    Parameters
    ----------
    code : str
        Name of the language's folder, two letters.
    folder : path or str, optional
        With ``lines/<code>/``; None takes the shipped ``data/synthetic``.

    Returns
    -------
    pandas.DataFrame
        One row per line, with the columns of `load_corpus` and ``split``: ``train`` or ``held_out``, which share no
        author.

    Raises
    ------
    DataError
        There are no lines, or a file breaks its format.

    Examples
    --------
    >>> sorted(load_language_lines("es")["kind"].unique())
    ['disclosure', 'everyday', 'grooming', 'look_alike']
    """
    lines = read_lines(_place(code, folder))
    splits = {line.name: line.split for line in lines}
    frame = pd.DataFrame(list(messages_of(lines)), columns=list(COLUMNS))
    return frame.assign(split=frame["line"].map(splits))


def training_lines(code: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Return the lines of a language that train, as `load_language_lines` does.

    Raises
    ------
    DataError
        A kind of line is missing, or an author has lines in both splits.
    """
    frame = load_language_lines(code, folder)
    train = frame[frame["split"] == TRAIN]
    if missing := [kind for kind in KINDS if kind not in set(train["kind"])]:
        raise DataError(_place(code, folder), None, f"no training lines of the kinds {', '.join(missing)}; write some")
    if both := sorted(set(train["author"]) & set(frame.loc[frame["split"] != TRAIN, "author"])):
        problem = f"the author {both[0]} is in two splits; hold out all lines of an author, or none"
        raise DataError(_place(code, folder), None, problem)
    return train


def held_out(code: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Return the lines of a language by authors that train nothing, as `load_language_lines` does.

    Raises
    ------
    DataError
        There are none.
    """
    frame = load_language_lines(code, folder)
    lines = frame[frame["split"] == HELD_OUT]
    if lines.empty:
        raise DataError(_place(code, folder), None, f"no lines with split: {HELD_OUT}; hold out those of one author")
    return lines


def _place(code: str, folder: str | Path | None) -> Path:
    return (resource_folder("data/synthetic") if folder is None else Path(folder)) / LINES_FOLDER / code
