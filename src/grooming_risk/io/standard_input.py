"""Messages of standard input: a message a line, JSON lines, a JSON array, or CSV, as its first bytes tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from grooming_risk.errors import DataError
from grooming_risk.io.csv_rows import delimiter_of
from grooming_risk.io.encodings import HEAD, PACKED
from grooming_risk.io.json_items import text_head
from grooming_risk.io.layout import AS_IT_IS, Layout
from grooming_risk.io.lines import OnBad, buffered, stop_at
from grooming_risk.io.messages import Record, records_of
from grooming_risk.io.not_messages import refuse_export, starts_json

STDIN: Final = "<stdin>"


def read_stream(
    stream: BinaryIO,
    *,
    column: str = "text",
    on_bad: OnBad = stop_at,
    layout: Layout = AS_IT_IS,
    plain: bool = False,
) -> Iterator[Record]:
    """Yield the messages of standard input. `plain` takes each line as a message, whatever it holds.

    Raises
    ------
    DataError
        It holds an export of a chat, or a packed file.
    """
    given = buffered(stream)
    if packed := next((name for mark, name in PACKED.items() if given.peek(HEAD).startswith(mark)), None):
        raise DataError(STDIN, None, f"holds a {packed} file; unpack it, or name the file")
    kind = ".txt" if plain else _kind(text_head(given, STDIN, layout), column, layout)
    if not plain:
        refuse_export(given, STDIN, kind, layout)
    yield from records_of(given, STDIN, kind, column, on_bad, layout)


def _kind(head: str, column: str, layout: Layout) -> str:
    if starts_json(head):
        return ".json" if head.lstrip().startswith("[") else ".jsonl"
    first = head.lstrip("\n").partition("\n")[0].rstrip("\r")
    if first.lower().startswith("sep="):
        return ".csv"
    names = [name.strip().strip('"') for name in first.split(layout.delimiter or delimiter_of(first))]
    is_header = len(names) > 1 and column in names and all(name.isidentifier() for name in names)
    return ".csv" if is_header else ".txt"
