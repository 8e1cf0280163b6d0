"""Two-dimensional float32 tensors in the safetensors layout (https://github.com/huggingface/safetensors)."""

import json
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Final

_LENGTH_BYTES: Final = 8
_ITEM_BYTES: Final = 4


def dump_tensors(tensors: Mapping[str, Sequence[Sequence[float]]]) -> bytes:
    """Return the content of a file with named rows of equal length, the same bytes on every platform.

    Examples
    --------
    >>> load_tensors(dump_tensors({"idf": [[1.0, 2.5]]}))["idf"][0].tolist()
    [1.0, 2.5]
    """
    header: dict[str, object] = {}
    body = bytearray()
    for name, rows in tensors.items():
        begin = len(body)
        for row in rows:
            body += _little_endian(array("f", row)).tobytes()
        shape = [len(rows), len(rows[0]) if len(rows) else 0]
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, len(body)]}
    head = json.dumps(header, separators=(",", ":"), sort_keys=True).encode("ascii")
    head += b" " * (-len(head) % _LENGTH_BYTES)
    return len(head).to_bytes(_LENGTH_BYTES, "little") + head + bytes(body)


def load_tensors(content: bytes) -> dict[str, "list[array[float]]"]:
    """Return the tensors of a file as rows; a file that is cut short or of another type is a ValueError."""
    size = int.from_bytes(content[:_LENGTH_BYTES], "little")
    begin = _LENGTH_BYTES + size
    if len(content) < begin:
        raise ValueError("the file is cut short")
    header = json.loads(content[_LENGTH_BYTES:begin])
    return {name: _rows(name, entry, content[begin:]) for name, entry in header.items() if name != "__metadata__"}


def _rows(name: str, entry: Mapping[str, object], body: bytes) -> "list[array[float]]":
    match entry:
        case {"dtype": "F32", "shape": [int(rows), int(columns)], "data_offsets": [int(begin), int(end)]} if (
            min(rows, columns, begin) >= 0 and end - begin == rows * columns * _ITEM_BYTES and end <= len(body)
        ):
            step = columns * _ITEM_BYTES
            return [_little_endian(array("f", body[begin + i * step : begin + (i + 1) * step])) for i in range(rows)]
    raise ValueError(f"the tensor {name!r} is cut short or not of type F32 in two dimensions")


def _little_endian(numbers: "array[float]") -> "array[float]":
    if sys.byteorder == "big":  # pragma: no cover
        numbers.byteswap()
    return numbers
