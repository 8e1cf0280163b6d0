"""JSON lines, read and written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from grooming_risk.errors import DataError
from grooming_risk.io.json_fast import decode_line
from grooming_risk.io.layout import AS_IT_IS, Layout
from grooming_risk.io.lines import BadLine, OnBad, each_line, good, opened, stop_at
from grooming_risk.io.repeated_key import RepeatedKeyError

_encode: Final = json.JSONEncoder(ensure_ascii=False, default=str).encode
_STEERING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def json_rows(
    stream: BinaryIO,
    source: str,
    on_bad: OnBad = stop_at,
    layout: Layout = AS_IT_IS,
) -> Iterator[tuple[int, bytes, Any]]:
    r"""Yield number, bytes and value of each line that is not blank.

    Examples
    --------
    >>> from io import BytesIO
    >>> list(json_rows(BytesIO(b'{"text": "gg"}\n\n[1]\n'), "chat.jsonl"))
    [(1, b'{"text": "gg"}\n', {'text': 'gg'}), (3, b'[1]\n', [1])]
    """
    return good(each_value(stream, source, layout), on_bad)


def each_value(stream: BinaryIO, source: str, layout: Layout) -> Iterator[tuple[int, bytes, Any] | BadLine]:
    """Yield number, bytes and value of each line that is not blank, also the bad lines."""
    for line in each_line(stream, source, layout):
        if isinstance(line, BadLine):
            yield line
            continue
        number, raw, text = line
        if not text or text.isspace():
            continue
        try:
            value = decode_line(text)
        except RepeatedKeyError as error:
            yield BadLine(DataError(source, number, str(error)), raw)
        except (ValueError, RecursionError):
            yield BadLine(DataError(source, number, "not valid JSON; mend the line"), raw)
        else:
            yield number, raw, value


def json_objects(path: str | Path, fields: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and object of each line of a file; another value or a missing field is a DataError."""
    with opened(path) as lines:
        for number, _, value in json_rows(lines, str(path)):
            if not isinstance(value, dict):
                raise DataError(path, number, f"expected a JSON object, got {type(value).__name__}")
            if missing := [name for name in fields if name not in value]:
                raise DataError(path, number, f"no field {missing[0]!r}")
            yield number, value


def json_line(value: Any, default: Callable[[Any], Any] | None = None) -> bytes:
    r"""Return a value as a line of JSON in UTF-8.

    Lone surrogates, which UTF-8 lacks, become escapes; so do characters that steer a terminal or the direction of text.

    Examples
    --------
    >>> json_line("ž \ud800").decode(), json_line("\u202e").decode()
    ('"ž \\ud800"\n', '"\\u202e"\n')
    """
    line = _without_steering(json.dumps(value, ensure_ascii=False, default=default))
    return (line + "\n").encode("utf-8", "backslashreplace")


def json_texts(values: Iterable[Any]) -> list[str]:
    r"""Return each value as `json_line` writes it within a line; one that JSON lacks, such as a date, as a text.

    Examples
    --------
    >>> json_texts(["gg", 7, None, "\u202e"])
    ['"gg"', '7', 'null', '"\\u202e"']
    """
    texts = [str(value) if type(value) is int else _encode(value) for value in values]
    return texts if "".join(texts).isprintable() else [*map(_without_steering, texts)]


def _without_steering(text: str) -> str:
    if text.isprintable():
        return text
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
