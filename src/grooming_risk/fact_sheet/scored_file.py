"""Reads a scored file for a fact sheet, without texts and authors."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from grooming_risk.errors import DataError
from grooming_risk.fact_sheet.course import ASKS, FOUND
from grooming_risk.io.csv_rows import csv_table
from grooming_risk.io.jsonl import json_objects
from grooming_risk.io.lines import opened
from grooming_risk.io.parquet import parquet_file
from grooming_risk.labels import DISCLOSURE, PATTERNS

TIME_NAMES: Final = ("at", "time")  # columns of the time by default
SCORED_IN_CONVERSATION: Final = "trend"  # a column that only files scored with --conversation-column have


def read_scored(path: str | Path, *, conversation: str | None = None, time: str | None = None) -> pd.DataFrame:
    """Read the columns of a fact sheet from a .jsonl, .csv or .parquet file that ``grooming-risk score`` wrote.

    `conversation` and `time` name columns; None takes ``conversation``, and ``at`` or ``time``. A file that is absent,
    broken or of another kind is a DataError, absent pyarrow a MissingExtraError.
    """
    source = Path(path)
    wanted = {
        "level",
        "patterns",
        *PATTERNS,
        FOUND,
        DISCLOSURE,
        ASKS,
        SCORED_IN_CONVERSATION,
        conversation or "conversation",
    }
    wanted |= {time} if time else set(TIME_NAMES)
    readers = {".jsonl": _read_jsonl, ".csv": _read_csv, ".parquet": _read_parquet}
    if source.suffix.lower() not in readers:
        raise DataError(path, None, f"unknown kind of file; a fact sheet reads {', '.join(readers)}")
    return readers[source.suffix.lower()](source, wanted)


def _read_jsonl(path: Path, wanted: set[str]) -> pd.DataFrame:
    rows = []
    for number, row in json_objects(path):
        kept = {name: value for name, value in row.items() if name in wanted}
        for name, value in kept.items():
            if isinstance(value, list | dict) and name not in ("patterns", FOUND):
                problem = f"the field {name!r} must be a text or a number, not {type(value).__name__}"
                raise DataError(path, number, problem)
        rows.append(kept)
    return pd.DataFrame(rows, dtype=object)


def _read_csv(path: Path, wanted: set[str]) -> pd.DataFrame:
    with opened(path) as lines:
        header, rows = csv_table(lines, str(path))
        if not header:
            raise DataError(path, None, "empty; a scored table has a header")
        kept = [number for number, name in enumerate(header) if name in wanted]
        values = [[row[number] for number in kept] for _, row in rows]
    return pd.DataFrame(values, columns=[header[number] for number in kept], dtype=object)


def _read_parquet(path: Path, wanted: set[str]) -> pd.DataFrame:
    with parquet_file(path) as file:
        return file.read(columns=[name for name in file.schema_arrow.names if name in wanted]).to_pandas()
