"""Scored messages as CSV on standard output."""

from __future__ import annotations

import sys
from typing import Any

from grooming_risk.batch.rows import conversation_columns, message_columns
from grooming_risk.cli.scoring.request import Request
from grooming_risk.cli.scoring.top_rows import Write
from grooming_risk.conversation.records import Columns
from grooming_risk.conversation.state.columns import STATE_COLUMNS
from grooming_risk.io.csv_line import csv_line
from grooming_risk.io.messages import Record
from grooming_risk.labels import PATTERNS
from grooming_risk.scoring.result import SCORE_COLUMNS


def csv_writer(request: Request, columns: Columns | None) -> Write:
    """Write the header, and return what writes a row; the columns are those of the parts of ``-o``."""
    stream, text = sys.stdout.buffer, request.text is not False
    names = header(request.keep, text=text, conversations=columns is not None)

    def put(values: Any) -> None:
        stream.write(csv_line(values).encode("utf-8"))

    def write(record: Record, found: Any) -> None:
        if columns:
            row = conversation_columns(record, found, columns, request.keep, text=text)
        else:
            row = message_columns(record, found, request.keep, text=text)
        put(row[name] for name in names)

    put(names)
    return write


def header(keep: tuple[str, ...], *, text: bool, conversations: bool) -> list[str]:
    """Return the names of the columns, the text of the message last but the figures."""
    place = ["source", "line", *keep, *(("conversation", "author", "index") if conversations else ())]
    figures = (*STATE_COLUMNS, *PATTERNS, "found", "trend") if conversations else SCORE_COLUMNS
    return [*place, *(["text"] if text else []), *figures]
