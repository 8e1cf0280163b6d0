"""The queue as files: ``queue.csv`` for a spreadsheet, ``queue.jsonl`` for a program."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

from grooming_risk.io.atomic_write import whole_file
from grooming_risk.queue.ranking import QueueRow

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def row_data(rank: int, row: QueueRow, page: str | None = None) -> dict[str, Any]:
    """Return a row as plain data, ready for JSON; times in ISO 8601."""
    data = {"rank": rank, **row._asdict(), "page": page}
    for name in ("first_alarm", "last_message"):
        data[name] = data[name].isoformat() if data[name] else None
    return {**data, "patterns": list(row.patterns), "risk": round(row.risk, 6)}


def write_queue(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write ``queue.jsonl`` and ``queue.csv``; in the second, text that a spreadsheet would run gets a quote before it."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    _write(folder / "queue.jsonl", lines)
    table = StringIO(newline="")
    names = [name for name in ("rank", *QueueRow._fields, "page")]
    writer = csv.DictWriter(table, names)
    writer.writeheader()
    writer.writerows({**row, "patterns": " ".join(row["patterns"])} | _harmless(row) for row in rows)
    _write(folder / "queue.csv", table.getvalue())


def _harmless(row: dict[str, Any]) -> dict[str, str]:
    texts = {name: row[name] for name in ("conversation", "title", "author", "author_name")}
    return {name: f"'{text}" for name, text in texts.items() if text.startswith(_FORMULA)}


def _write(path: Path, text: str) -> None:
    with whole_file(path) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))
