"""Parquet files, a batch of rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grooming_risk.errors import DataError, missing_extra


@contextmanager
def parquet_file(path: str | Path) -> Iterator[Any]:
    """Give an open ``pyarrow.parquet.ParquetFile``; what is none, or damaged, is a DataError."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    try:
        with ParquetFile(path) as file:
            yield file
    except ArrowException:
        raise DataError(path, None, "no .parquet file, or damaged: not all of it can be read") from None
    except OSError as error:
        raise DataError.from_os(path, error) from None


def parquet_rows(file: Any, batch_size: int = 65_536) -> Iterator[dict[str, Any]]:
    """Yield the rows of an open file, `batch_size` of them in memory."""
    for batch in file.iter_batches(batch_size):
        yield from batch.to_pylist()
