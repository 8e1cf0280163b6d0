"""Reads a scored file for a fact sheet: only what is counted, neither message texts nor who wrote them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from grooming_risk.errors import DataError, MissingExtraError
from grooming_risk.labels import DISCLOSURE, PATTERNS

TIME_NAMES: Final = ("at", "time")
"""Columns that hold the time, if no other is named."""

SCORED_IN_CONVERSATION: Final = "trend"
"""A column that only files scored with ``--conversation-column`` have."""


def read_scored(path: str | Path, *, conversation: str | None = None, time: str | None = None) -> pd.DataFrame:
    """Read what ``grooming-risk score`` wrote, or a table with the same columns.

    Parameters
    ----------
    path : path or str
        A .jsonl, .csv or .parquet file.
    conversation, time : str, optional
        Columns; None takes ``conversation``, and ``at`` or ``time``, where they are.

    Returns
    -------
    pandas.DataFrame
        A message a row: of the columns named here, ``level``, ``patterns`` or one for each pattern, and ``disclosure``
        those that the file has.

    Raises
    ------
    DataError
        The file is absent, of another kind, or broken.
    MissingExtraError
        A .parquet file, and pyarrow is not installed.
    """
    source = Path(path)
    wanted = {"level", "patterns", *PATTERNS, DISCLOSURE, SCORED_IN_CONVERSATION, conversation or "conversation"}
    wanted |= {time} if time else set(TIME_NAMES)
    readers = {".jsonl": _read_jsonl, ".csv": _read_csv, ".parquet": _read_parquet}
    if source.suffix.lower() not in readers:
        raise DataError(path, None, f"unknown kind of file; a fact sheet reads {', '.join(readers)}")
    try:
        return readers[source.suffix.lower()](source, wanted)
    except OSError as error:
        raise DataError(path, None, f"cannot be read ({error.strerror or type(error).__name__})") from None
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 ({error.reason}); save the file as UTF-8") from None


def _read_jsonl(path: Path, wanted: set[str]) -> pd.DataFrame:
    rows = list(_objects(path, wanted))
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _objects(path: Path, wanted: set[str]) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                raise DataError(path, number, "not valid JSON; mend the line") from None
            if not isinstance(row, dict):
                raise DataError(path, number, f"expected a JSON object, got {type(row).__name__}")
            yield {name: value for name, value in row.items() if name in wanted}


def _read_csv(path: Path, wanted: set[str]) -> pd.DataFrame:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        try:
            header = next(reader, None)
            if header is None:
                raise DataError(path, None, "empty; a scored table has a header")
            kept = [number for number, name in enumerate(header) if name in wanted]
            rows = []
            for row in reader:
                if row and len(row) != len(header):
                    raise DataError(path, reader.line_num, f"{len(row)} fields where the header has {len(header)}")
                rows += [[row[number] for number in kept]] if row else []
        except csv.Error as error:
            raise DataError(path, reader.line_num, f"not valid CSV ({error})") from None
    return pd.DataFrame(rows, columns=[header[number] for number in kept], dtype=object)


def _read_parquet(path: Path, wanted: set[str]) -> pd.DataFrame:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        raise MissingExtraError("pyarrow", "parquet") from None
    try:
        file = ParquetFile(path)
        return file.read(columns=[name for name in file.schema_arrow.names if name in wanted]).to_pandas()
    except ArrowException:
        raise DataError(path, None, "no .parquet file, or cut short") from None
