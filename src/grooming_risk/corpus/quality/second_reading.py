"""How far a second reader, who did not see the first labels, agreed on the lines of the newer authors."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask

from grooming_risk._resources import resource_folder
from grooming_risk.io.jsonl import json_objects
from grooming_risk.labels import PATTERNS

SECOND_READING: Final = "second_reading.jsonl"


class SecondReading(NamedTuple):
    """What two readers said.

    Attributes
    ----------
    lines, authors : int
        How many lines were read twice, and by how many authors they are.
    left_out : int
        Lines on which grooming or not was disputed: they are not in the corpus.
    kappa : float
        Agreement on grooming or not beyond chance (Cohen, 1960): 1 is agreement, 0 what chance gives.
    alpha : float
        Agreement on the set of labels (Krippendorff, 1980, with the MASI distance; Passonneau, 2006); as above.
    """

    lines: int
    authors: int
    left_out: int
    kappa: float
    alpha: float


def second_reading(folder: str | Path | None = None) -> SecondReading:
    """Return how far the two readers agree.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``second_reading.jsonl``: a row a line, with ``author``, ``kind``, the labels of both readers as
        ``first`` and ``second``, and ``kept``; without the text. None takes the shipped ``data/synthetic``.

    Raises
    ------
    DataError
        The file is absent, or a row of it is not one.

    Examples
    --------
    >>> found = second_reading()
    >>> found.lines > 2000, found.kappa > 0.9
    (True, True)
    """
    path = (resource_folder("data/synthetic") if folder is None else Path(folder)) / SECOND_READING
    rows = [row for _, row in json_objects(path, ("author", "first", "second", "kept"))]
    sets = [
        (reader, str(number), frozenset(row[reader]) or frozenset({"none"}))
        for number, row in enumerate(rows)
        for reader in ("first", "second")
    ]
    sides = [(reader, number, not labels.isdisjoint(PATTERNS)) for reader, number, labels in sets]
    return SecondReading(
        len(rows),
        len({row["author"] for row in rows}),
        sum(not row["kept"] for row in rows),
        float(AnnotationTask(sides).kappa()),
        float(AnnotationTask(sets, distance=masi_distance).alpha()),
    )
