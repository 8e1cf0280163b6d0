"""Writes blocks of scored messages into a part: JSON lines, or the row groups of a .parquet file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from grooming_risk.batch.block_lines import json_lines
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import ROWS, is_table, table_file, table_schema, table_text
from grooming_risk.io.atomic_write import atomic_write
from grooming_risk.io.blocks import MessageBlock
from grooming_risk.labels import DISCLOSURE, PATTERNS, RISK
from grooming_risk.scoring.block import ScoredBlock

WriteBlock = Callable[[MessageBlock, ScoredBlock], object]


@contextmanager
def block_writer(path: Path, source: str, shown: str, options: Options) -> Iterator[WriteBlock]:
    """Yield a function that writes a block; otherwise like `part_file.part_writer`.

    `shown` is the name of the source in the rows.
    """
    with atomic_write(path) as stream:
        if is_table(path):
            with _table_writer(stream, table_schema(source, options), shown) as write:
                yield write
        else:
            yield lambda block, scores: stream.write(json_lines(shown, block, scores, text=options.text))


@contextmanager
def _table_writer(stream: BinaryIO, schema: Any, shown: str) -> Iterator[WriteBlock]:
    import pyarrow as pa

    waiting: list[Any] = []

    def write_groups(fewest: int) -> None:
        table = pa.concat_tables(waiting)
        waiting.clear()
        while table.num_rows >= fewest:
            file.write_table(table.slice(0, ROWS))
            table = table.slice(ROWS)
        waiting.append(table)

    def write(block: MessageBlock, scores: ScoredBlock) -> None:
        waiting.append(_table(schema, shown, block, scores))
        if sum(table.num_rows for table in waiting) >= ROWS:
            write_groups(ROWS)

    with table_file(stream, schema) as file:
        yield write
        if waiting:
            write_groups(1)


def _table(schema: Any, shown: str, block: MessageBlock, scores: ScoredBlock) -> Any:
    """Return a block as a table of Arrow."""
    import pyarrow as pa

    columns: dict[str, Any] = {
        "source": [shown] * len(block.texts),
        "line": block.lines,
        **block.kept,
        "text": block.texts,
        RISK: scores.heads[RISK],
        "level": scores.levels,
        **{name: scores.heads[name] for name in PATTERNS},
        DISCLOSURE: scores.heads[DISCLOSURE],
        "coverage": scores.coverage,
        "found": scores.found,
    }
    return pa.Table.from_arrays([_array(columns[field.name], field.type) for field in schema], schema=schema)


def _array(column: Any, kind: Any) -> Any:
    import pyarrow as pa

    if isinstance(column, pa.Array):
        return column
    if not pa.types.is_string(kind):
        return pa.array(column, kind)
    if {*map(type, column)} <= {str, type(None)}:
        with suppress(UnicodeEncodeError):  # a lone surrogate
            return pa.array(column, kind)
    return pa.array([*map(table_text, column)], kind)
