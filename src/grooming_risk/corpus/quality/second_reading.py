"""Agreement of a second reader, blind to the first labels, on the lines of the newer authors."""

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
    """Agreement of two readers.

    Attributes
    ----------
    lines, authors : int
        Number of lines read twice, and of their authors.
    left_out : int
        Lines disputed between grooming and not; the corpus leaves them out.
    kappa : float
        Cohen's kappa of grooming or not (Cohen, 1960): 1 is full agreement, 0 chance.
    alpha : float
        Krippendorff's alpha of the label sets (Krippendorff, 1980), with the MASI distance (Passonneau, 2006).
    """

    lines: int
    authors: int
    left_out: int
    kappa: float
    alpha: float


def second_reading(folder: str | Path | None = None) -> SecondReading:
    """Return the agreement of the two readers.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``second_reading.jsonl``: one row per line with ``author``, ``kind``, ``kept``, and the labels of
        the two readers as ``first`` and ``second``; no text. None takes the shipped ``data/synthetic``.

    Raises
    ------
    DataError
        The file is missing, or a row is invalid.

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
