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
from grooming_risk.scoring.result import SCORE_COLUMNS

Write = Callable[[dict[str, Any]], object]

ROWS: Final = 10_000
"""Size of a row group of a .parquet part."""

_CONVERSATION: Final = ("index", "risk", "level", *PATTERNS, "disclosure", "asks_for_help", "found", "trend",
                        "conversation_risk", "conversation_level", "out_of_order", "alert", "help_alert")  # fmt: skip
_STRINGS: Final = ("level", "conversation_level", "alert")
_FLAGS: Final = ("asks_for_help", "out_of_order", "help_alert")


def is_table(path: str | Path) -> bool:
    """Return whether a file is a .parquet file."""
    return Path(path).suffix.lower() == ".parquet"


@contextmanager
def part_writer(path: Path, source: str, options: Options) -> Iterator[Write]:
    """Yield a function that writes a row. The part appears under its name when all rows are written.

    A .jsonl part takes rows with any fields, a .parquet part the columns of the options. Columns copied from a .parquet
    source keep their types; all others are strings.

    Raises
    ------
    OutputFolderError
        The part cannot be written.
    DataError
        A .parquet input lacks a column to keep.
    """
    with atomic_write(path) as stream:
        if is_table(path):
            with _table_writer(stream, table_schema(source, options)) as write:
                yield write
        else:
            yield lambda row: stream.write(json_line(row, default=str))


def part_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a part, in bounded memory."""
    if is_table(path):
        with parquet_file(path) as file:
            yield from parquet_rows(file, batch_size=1000)
    else:
        with opened(path) as lines:
            yield from map(json.loads, lines)


@contextmanager
def _table_writer(stream: BinaryIO, schema: Any) -> Iterator[Write]:
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    texts = [field.name for field in schema if pa.types.is_string(field.type)]

    def flush() -> None:
        file.write_table(pa.Table.from_pylist(rows, schema))
        rows.clear()

    def write(row: dict[str, Any]) -> None:
        rows.append(row | {name: table_text(row[name]) for name in texts})
        if len(rows) == ROWS:
            flush()

    with table_file(stream, schema) as file:
        yield write
        if rows:
            flush()


def table_file(stream: BinaryIO, schema: Any) -> Any:
    """Open a .parquet part for writing.

    Dictionaries hold what repeats. Scores and line numbers do not: a dictionary of them would take half the time of
    writing, and more room.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    repeated = [field for field in schema if not pa.types.is_floating(field.type) and field.name != "line"]
    paths = [f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name for field in repeated]
    return ParquetWriter(stream, schema, compression="zstd", use_dictionary=paths)


def table_schema(source: str, options: Options) -> Any:
    """Return the columns of a .parquet part and their types."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    columns = options.columns
    carried = {name: name for name in options.keep}
    if columns:
        carried |= {"conversation": columns.conversation, "author": columns.author}
    given = dict.fromkeys(carried.values(), pa.string())
    if is_table(source):
        with parquet_file(source) as file:
            given = {field.name: field.type for field in file.schema_arrow}
    if missing := [name for name in carried.values() if name not in given]:
        raise DataError(source, None, f"no column {', '.join(map(repr, missing))}; name the right one")
    fields = [("source", pa.string()), ("line", pa.int64()), *((name, given[carried[name]]) for name in carried)]
    fields += [("text", pa.string())] if options.text else []
    types = {"index": pa.int64(), "found": pa.list_(pa.string()),
             **dict.fromkeys(_STRINGS, pa.string()), **dict.fromkeys(_FLAGS, pa.bool_())}  # fmt: skip
    fields += [(name, types.get(name, pa.float64())) for name in (_CONVERSATION if columns else SCORE_COLUMNS)]
    return pa.schema(fields)


def table_text(value: Any) -> str | None:
    """Return a value as a string that UTF-8 can encode; a value of another type as JSON."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # without lone surrogates
