"""Makes the machine code ahead of time, so that no list of a service or a batch waits for it."""

from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numba

from grooming_risk.errors import OutputFolderError
from grooming_risk.scoring.compiled.batch_scorer import RISK, BatchScorer
from grooming_risk.scoring.compiled.code_folder import candidates, code_folder
from grooming_risk.scoring.compiled.kept_code import failures
from grooming_risk.scoring.result import Model


class Warmed(NamedTuple):
    """Where the machine code is kept.

    Attributes
    ----------
    folder : pathlib.Path
        The folder.
    was_there : bool
        Whether an earlier process has made it.
    seconds : float
        What the first messages of this process took.
    """

    folder: Path
    was_there: bool
    seconds: float


def warm(model: Model) -> Warmed:
    """Make the machine code that lists of messages need, whatever the model, and keep it for later processes.

    Raises
    ------
    OutputFolderError
        No folder can be written, or the disk is full.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> warm(load_model()).folder.name.startswith("machine-code-")
    True
    """
    folder = code_folder()
    places = candidates()[:1] if numba.config.CACHE_DIR else candidates()  # who names a folder wants no other
    if folder not in places:
        tried = ", ".join(str(place.parent) for place in places)
        raise OutputFolderError(f"machine code cannot be kept in any of {tried}; set NUMBA_CACHE_DIR to a folder that "
                                "can be written")  # fmt: skip
    before, start = _kept(folder), perf_counter()
    scorer = BatchScorer(model)
    scorer.probabilities(["nice cat!"], RISK)
    scorer.block(["nice cat!"])
    seconds = perf_counter() - start
    if failures:
        raise OutputFolderError(f"{folder}: machine code cannot be kept there ({failures[0].strerror})")
    return Warmed(folder, before == _kept(folder), seconds)


def _kept(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.nbc")}
