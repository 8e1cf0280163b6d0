"""Parquet files, a batch of rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grooming_risk.errors import DataError, GroomingRiskError, missing_extra


@contextmanager
def parquet_file(path: str | Path) -> Iterator[Any]:
    """Open a ``pyarrow.parquet.ParquetFile``; another or a damaged file is a DataError."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    try:
        with ParquetFile(path) as file:
            yield file
    except ArrowException:
        raise DataError(path, None, "not a .parquet file, or damaged; write it again") from None
    except OSError as error:
        raise DataError.from_os(path, error) from None
    except (ValueError, OverflowError) as error:
        if isinstance(error, GroomingRiskError):
            raise
        raise DataError(path, None, "holds a value that cannot be read, such as a date out of range") from None


def parquet_rows(file: Any, batch_size: int = 65_536, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of an open file, `batch_size` of them in memory, with all or some of the columns."""
    for batch in file.iter_batches(batch_size, columns=columns):
        yield from batch.to_pylist()
