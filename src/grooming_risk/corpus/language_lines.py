"""Loads the lines of a language besides English: `data/synthetic/lines/<language>/`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import LINES_FOLDER, read_lines
from grooming_risk.corpus.messages import COLUMNS, messages_of


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
    root = resource_folder("data/synthetic") if folder is None else Path(folder)
    lines = read_lines(root / LINES_FOLDER / code)
    splits = {line.name: line.split for line in lines}
    frame = pd.DataFrame(list(messages_of(lines)), columns=list(COLUMNS))
    return frame.assign(split=frame["line"].map(splits), group=frame["line"])
