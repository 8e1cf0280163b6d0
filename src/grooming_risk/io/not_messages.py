"""Refuses what is no file of messages but an export of a chat: its lines are not messages."""

from __future__ import annotations

import json
from io import BufferedReader
from typing import Final

from grooming_risk.errors import DataError
from grooming_risk.io.exports.formats import FORMATS, known_format
from grooming_risk.io.json_items import text_head
from grooming_risk.io.layout import Layout

GENERIC: Final = ("json", "jsonl", "csv")
"""Formats of `FORMATS` that any tool writes: their rows are messages."""
_LISTS: Final = ("messages", "comments", "chats")


def refuse_export(stream: BufferedReader, source: str, kind: str, layout: Layout) -> None:
    """Look at the first bytes of a stream of a kind, such as ``".txt"``; they stay to be read.

    Raises
    ------
    DataError
        The stream holds an export of a chat, or JSON where lines of text are expected.
    """
    head = text_head(stream, source, layout)
    if kind in (".csv", ".tsv") or (kind in (".jsonl", ".ndjson") and _is_row(head)):
        return
    found = known_format("", head)
    if found is None and kind == ".txt" and starts_json(head):
        found = "json"
    if found and (found not in GENERIC or (kind == ".txt" and starts_json(head))):
        raise DataError(source, None, f"looks like an export ({FORMATS[found].title}), not a message a line; "
                        f"rank its conversations with grooming-risk triage, read it with score --from {found}, or take "
                        "each line as a message with score --from lines")  # fmt: skip


def _is_row(head: str) -> bool:
    """Say whether a text begins with a JSON object that is a message, not a list of them."""
    first = head.lstrip().partition("\n")[0]
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and not any(isinstance(value, list | dict) for value in map(row.get, _LISTS))


def starts_json(head: str) -> bool:
    """Say whether a text begins as a JSON object, or as a list of texts, objects or lists.

    Examples
    --------
    >>> starts_json('[ {"text": "gg"}]'), starts_json("[22:15] <rex> gg"), starts_json("{lol}")
    (True, False, False)
    """
    begun = "".join(head.split(None, 2)[:2])[:2] if head.split() else ""
    return begun == "[" or (begun[:1] in ("[", "{") and begun[1:2] in ('"', "{", "[", "]", "}"))
