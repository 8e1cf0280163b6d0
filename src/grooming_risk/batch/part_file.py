"""Rows of an output part, written and read: JSON lines, or .parquet in row groups of bounded size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from grooming_risk.batch.options import Options
from grooming_risk.errors import DataError, missing_extra
from grooming_risk.io.atomic_write import atomic_write
from grooming_risk.io.jsonl import json_line
from grooming_risk.io.lines import opened
from grooming_risk.io.parquet import parquet_file, parquet_rows
from grooming_risk.labels import PATTERNS

Write = Callable[[dict[str, Any]], object]

ROWS: Final = 10_000
"""Size of a row group of a .parquet part."""

_SCORE: Final = (("risk", "double"), ("level", "string"), *((name, "double") for name in PATTERNS),
                 ("disclosure", "double"), ("coverage", "double"), ("found", "list"))  # fmt: skip
_CONVERSATION: Final = (("index", "int64"), ("risk", "double"), ("level", "string"),
                        *((name, "double") for name in PATTERNS), ("disclosure", "double"), ("asks_for_help", "bool"),
                        ("found", "list"),
                        ("trend", "double"), ("conversation_risk", "double"), ("conversation_level", "string"),
                        ("out_of_order", "bool"), ("alert", "string"), ("help_alert", "bool"))  # fmt: skip


@contextmanager
def part_writer(path: Path, source: str, options: Options) -> Iterator[Write]:
    """Yield a function that writes a row. The part appears under its name when all rows are written.

    Parameters
    ----------
    path : Path
        The part. A .jsonl file takes rows with any fields, a .parquet file only the columns of the options.
    source : str
        The input file. Columns copied from a .parquet file keep their types; all others are strings.
    options : Options
        Options of the run.

    Raises
    ------
    OutputFolderError
        The part cannot be written.
    DataError
        A .parquet input lacks a column to keep.
    """
    with atomic_write(path) as stream:
        if path.suffix.lower() != ".parquet":
            yield lambda row: stream.write(json_line(row, default=str))
        else:
            with _table_writer(stream, _schema(source, options)) as write:
                yield write


def part_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a part, in bounded memory."""
    if path.suffix.lower() != ".parquet":
        with opened(path) as lines:
            yield from map(json.loads, lines)
    else:
        with parquet_file(path) as file:
            yield from parquet_rows(file, batch_size=1000)


@contextmanager
def _table_writer(stream: BinaryIO, schema: Any) -> Iterator[Write]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    rows: list[dict[str, Any]] = []
    texts = [field.name for field in schema if pa.types.is_string(field.type)]

    def flush() -> None:
        file.write_table(pa.Table.from_pylist(rows, schema))
        rows.clear()

    def write(row: dict[str, Any]) -> None:
        rows.append(row | {name: _text(row[name]) for name in texts})
        if len(rows) == ROWS:
            flush()

    with ParquetWriter(stream, schema, compression="zstd") as file:
        yield write
        if rows:
            flush()


def _schema(source: str, options: Options) -> Any:
    """Return the columns of a .parquet part and their types."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    columns = options.columns
    types = {"double": pa.float64(), "string": pa.string(), "int64": pa.int64(), "bool": pa.bool_(),
             "list": pa.list_(pa.string())}  # fmt: skip
    carried = {name: name for name in options.keep}
    if columns:
        carried |= {"conversation": columns.conversation, "author": columns.author}
    given = _types(source) if source.lower().endswith(".parquet") else dict.fromkeys(carried.values(), pa.string())
    if missing := [name for name in carried.values() if name not in given]:
        raise DataError(source, None, f"no column {', '.join(map(repr, missing))}; name the right one")
    fields = [("source", pa.string()), ("line", pa.int64()), *((name, given[carried[name]]) for name in carried)]
    fields += [("text", pa.string())] if options.text else []
    return pa.schema(fields + [(name, types[kind]) for name, kind in (_CONVERSATION if columns else _SCORE)])


def _types(source: str) -> dict[str, Any]:
    with parquet_file(source) as file:
        return {field.name: field.type for field in file.schema_arrow}


def _text(value: Any) -> str | None:
    """Return a value as a string that UTF-8 can encode; a value of another type as JSON."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # without lone surrogates
