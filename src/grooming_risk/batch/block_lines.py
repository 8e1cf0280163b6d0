"""JSON lines of a block of scored messages: the bytes of a `message_row` each, without an object for any."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from grooming_risk.io.blocks import MessageBlock
from grooming_risk.io.json_fast import number_texts
from grooming_risk.io.jsonl import json_texts
from grooming_risk.labels import DISCLOSURE, PATTERNS, RISK
from grooming_risk.scoring.block import ScoredBlock


def json_lines(source: str, block: MessageBlock, scores: ScoredBlock, *, text: bool) -> bytes:
    """Return the lines of some messages.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> from grooming_risk.scoring.block import score_block
    >>> block = MessageBlock([3], ["gg wp"], {"id": [7]})
    >>> line = json_lines("a.jsonl", block, score_block(load_model(), block.texts), text=True)
    >>> line[:56].decode(), sorted(json.loads(line))[:4]
    ('{"source": "a.jsonl", "line": 3, "id": 7, "text": "gg wp', ['coverage', 'disclosure', 'found', 'id'])
    """
    columns = {"source": json_texts([source]) * len(block.texts), "line": [*map(str, block.lines)]}
    columns |= {name: json_texts(block.values(name)) for name in block.kept}
    if text:
        columns["text"] = json_texts(block.texts)
    columns |= _score_columns(scores)
    return _joined(columns).encode("utf-8", "backslashreplace")


def _score_columns(scores: ScoredBlock) -> dict[str, Any]:
    """Return the fields of `Score.to_dict`, in their order."""
    patterns = {name: number_texts(scores.heads[name]) for name in PATTERNS}
    return {
        "risk": number_texts(scores.heads[RISK]),
        "level": _of_few(scores.levels),
        "disclosure": number_texts(scores.heads[DISCLOSURE]),
        "coverage": number_texts(scores.coverage),
        "language": _of_few(scores.languages),
        "patterns": patterns,
        "found": _of_few(scores.found),
    }


def _of_few(values: Sequence[Any]) -> list[str]:
    """Return values as JSON, each different one written once."""
    written = {value: json.dumps(value) for value in set(values)}
    return [*map(written.__getitem__, values)]


def _joined(columns: dict[str, Any]) -> str:
    """Return a line of JSON for each place of the columns, which hold JSON; a mapping of columns is an object."""
    pieces: list[Any] = []
    _add_object(columns, pieces, "{")
    pieces.append("}\n")
    count = len(columns["line"])
    line: list[str] = [piece if isinstance(piece, str) else "" for piece in pieces]
    lines = line * count
    for place, piece in enumerate(pieces):
        if not isinstance(piece, str):
            lines[place :: len(line)] = piece
    return "".join(lines)


def _add_object(columns: dict[str, Any], pieces: list[Any], before: str) -> None:
    """Add the pieces of an object: what stands before a value, and the column of the values, in turn."""
    for name, column in columns.items():
        before += f"{json_texts([name])[0]}: "
        if isinstance(column, dict):
            _add_object(column, pieces, before + "{")
            before = "}, "
        else:
            pieces += [before, column]
            before = ", "
