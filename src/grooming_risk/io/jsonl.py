"""JSON lines, read and written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from grooming_risk.errors import DataError
from grooming_risk.io.lines import BadLine, OnBad, opened, stop_at, text_lines

_decode: Final = json.JSONDecoder().decode


def json_rows(lines: Iterable[bytes], source: str, on_bad: OnBad = stop_at) -> Iterator[tuple[int, bytes, Any]]:
    r"""Yield number, bytes and value of each line that is not blank.

    Examples
    --------
    >>> list(json_rows([b'{"text": "gg"}\n', b"\n", b"[1]\n"], "chat.jsonl"))
    [(1, b'{"text": "gg"}\n', {'text': 'gg'}), (3, b'[1]\n', [1])]
    """
    for number, raw, text in text_lines(lines, source, on_bad):
        if not text or text.isspace():
            continue
        try:
            value = _decode(text)
        except (ValueError, RecursionError):
            on_bad(BadLine(DataError(source, number, "not valid JSON; mend the line"), raw))
        else:
            yield number, raw, value


def json_objects(path: str | Path, fields: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and object of each line of a file; a line that is no object with these fields is a DataError."""
    with opened(path) as lines:
        for number, _, value in json_rows(lines, str(path)):
            if not isinstance(value, dict):
                raise DataError(path, number, f"expected a JSON object, got {type(value).__name__}")
            for name in fields:
                if name not in value:
                    raise DataError(path, number, f"no field {name!r}")
            yield number, value


def json_line(value: Any, default: Callable[[Any], Any] | None = None) -> bytes:
    r"""Return a value as a line of JSON in UTF-8; a lone surrogate, which UTF-8 lacks, is written as its escape.

    Examples
    --------
    >>> json_line("ž \ud800").decode()
    '"ž \\ud800"\n'
    """
    return (json.dumps(value, ensure_ascii=False, default=default) + "\n").encode("utf-8", "backslashreplace")
