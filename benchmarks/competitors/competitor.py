"""What a table of competitors needs to know of each, and what to say of one that is not installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class Competitor:
    """Something that gives a message a number, ready to run.

    Attributes
    ----------
    name : str
        As the tables print it.
    trained_on : str
        What it has learnt from.
    one : callable or None
        Takes a message, returns its number; higher is riskier. None where it is for lists alone.
    many : callable
        Takes a list of messages, returns their numbers in order, by the fastest way it offers.
    load : callable or None
        Loads its model from disk once more; None where there is none to load.
    fresh : str or None
        A program for a fresh process that loads it and gives one message its number; None where speed is not measured.
    forget : callable or None
        Makes it forget whole messages that it has met; None where it remembers none.
    packages : tuple of str
        Distributions whose versions belong beside its figures.
    """

    name: str
    trained_on: str
    one: Callable[[str], object] | None
    many: Callable[[list[str]], Sequence[float]]
    load: Callable[[], object] | None = None
    fresh: str | None = None
    forget: Callable[[], object] | None = None
    packages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A competitor whose package is not installed.

    Attributes
    ----------
    name : str
        As the tables print it.
    package : str
        What was not found.
    """

    name: str
    package: str


Maker = Callable[[pd.DataFrame, Path], Competitor]
"""Takes the training messages and a folder for its files; raises ModuleNotFoundError where its package is missing."""


def gather(makers: dict[str, Maker], corpus: pd.DataFrame, folder: Path) -> list[Competitor | Missing]:
    """Make every competitor that can be made.

    Parameters
    ----------
    makers : dict of str to Maker
        By the name to print where the package is missing.
    corpus : pandas.DataFrame
        As `grooming_risk.load_corpus` returns it: what those that can be trained are trained on.
    folder : Path
        Takes their files.

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
