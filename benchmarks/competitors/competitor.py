"""A competitor for the tables, and the note on one that is not installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class Competitor:
    """A scorer of messages, ready to run.

    Attributes
    ----------
    name : str
        Name in the tables.
    trained_on : str
        Its training data.
    one : callable or None
        Takes a message, returns its score; higher is riskier. None if it takes only lists.
    many : callable
        Takes a list of messages, returns their scores in order, by its fastest call.
    heads : callable or None
        Takes a list of messages, works out every head of the shipped model; None if it has only one number.
    fresh : str or None
        A program for a fresh process: it leaves `call`, which scores a list; None if speed is not measured.
    fresh_heads : str or None
        The same for all heads.
    forget : callable or None
        Clears its cache of messages; None if it has none.
    packages : tuple of str
        Distributions whose versions the page lists.
    """

    name: str
    trained_on: str
    one: Callable[[str], object] | None
    many: Callable[[list[str]], Sequence[float]]
    heads: Callable[[list[str]], object] | None = None
    fresh: str | None = None
    fresh_heads: str | None = None
    forget: Callable[[], object] | None = None
    packages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A competitor whose package is not installed.

    Attributes
    ----------
    name : str
        Name in the tables.
    package : str
        The missing package.
    """

    name: str
    package: str


Maker = Callable[[pd.DataFrame, Path], Competitor]
"""Takes the training messages and a folder for its files; raises ModuleNotFoundError where its package is missing."""


def gather(makers: dict[str, Maker], corpus: pd.DataFrame, folder: Path) -> list[Competitor | Missing]:
    """Make every competitor whose package is installed.

    Parameters
    ----------
    makers : dict of str to Maker
        By the name to print if the package is missing.
    corpus : pandas.DataFrame
        As `grooming_risk.load_corpus` returns it: the training data of trainable competitors.
    folder : Path
        Folder for their files.

    Returns
    -------
    list of Competitor or Missing
        In the order of the makers.
    """
    found: list[Competitor | Missing] = []
    for name, make in makers.items():
        try:
            found.append(make(corpus, folder))
        except ModuleNotFoundError as error:
            found.append(Missing(name, str(error.name)))
    return found
