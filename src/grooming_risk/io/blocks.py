"""Messages of a file in blocks, column by column: texts, lines, and the fields to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.io.layout import Layout
from grooming_risk.io.lines import OnBad
from grooming_risk.io.messages import Fields, Record, bad_row, check_columns
from grooming_risk.io.parquet import parquet_file

BLOCK: Final = 10_000
"""Messages of a block, at most."""


class MessageBlock(NamedTuple):
    """Some messages of one file.

    Attributes
    ----------
    lines : sequence of int
        Line or row of each, from 1.
    texts : sequence of str
        The messages.
    kept : mapping of str to sequence
        Their other fields; of a .parquet file as columns of Arrow.
    """

    lines: Sequence[int]
    texts: Sequence[str]
    kept: Mapping[str, Any]

    def take(self, places: Sequence[int]) -> MessageBlock:
        """Return some of the messages."""
        kept = {name: _at(column, places) for name, column in self.kept.items()}
        return MessageBlock(_at(self.lines, places), _at(self.texts, places), kept)

    def values(self, name: str) -> list[Any]:
        """Return a field of each message as a value of Python."""
        column = self.kept[name]
        return column if isinstance(column, list) else column.to_pylist()


def _at(column: Any, places: Sequence[int]) -> Any:
    if not hasattr(column, "take"):
        return [*map(column.__getitem__, places)]
    import pyarrow as pa

    return column.take(pa.array(places, pa.int64()))


def record_blocks(records: Iterable[Record], kept: Sequence[str], size: int = BLOCK) -> Iterator[MessageBlock]:
    """Yield records in blocks, with the fields that are kept; None for one that a record lacks.

    What the records raise is raised after the block of those before it.

    Examples
    --------
    >>> records = [Record("a.jsonl", 1, "gg", {"id": 7}), Record("a.jsonl", 3, "wp", {})]
    >>> list(record_blocks(records, ["id"]))
    [MessageBlock(lines=[1, 3], texts=['gg', 'wp'], kept={'id': [7, None]})]
    """
    source = iter(records)
    problem: Exception | None = None
    while problem is None:
        lines: list[int] = []
        texts: list[str] = []
        columns: dict[str, list[Any]] = {name: [] for name in kept}
        try:
            for _, line, text, fields in islice(source, size):  # each record ends before the next: memory serves again
                lines.append(line)
                texts.append(text)
                for name, column in columns.items():
                    column.append(fields.get(name))
        except Exception as error:
            problem = error
        if texts:
            yield MessageBlock(lines, texts, columns)
        elif problem is None:
            return
    raise problem


def parquet_blocks(
    path: str | Path, column: str, kept: Sequence[str], on_bad: OnBad, layout: Layout
) -> Iterator[MessageBlock]:
    """Yield the messages of a .parquet file in blocks; the errors and bad rows are those of `read_records`."""
    with parquet_file(path) as file:
        names = file.schema_arrow.names
        check_columns(Fields(column, kept), names, path)
        needed = [name for name in names if name in (column, *kept)]
        first = 1
        for batch in file.iter_batches(BLOCK, columns=needed):
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            texts = columns[column].to_pylist()
            lines = range(first, first + len(texts))
            first += len(texts)
            block = MessageBlock(lines, texts, {name: columns[name] for name in kept})
            if not _are_messages(texts, layout.max_characters):
                bad = [place for place, text in enumerate(texts) if not _are_messages([text], layout.max_characters)]
                for place in bad:
                    (row,) = batch.slice(place, 1).to_pylist()
                    on_bad(bad_row(row, str(path), lines[place], column, layout.max_characters))
                block = block.take(sorted(set(range(len(texts))).difference(bad)))
            yield block


def _are_messages(texts: Sequence[Any], most: int) -> bool:
    return {*map(type, texts)} <= {str} and max(map(len, texts), default=0) <= most
