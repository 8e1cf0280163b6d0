"""Two-dimensional float32 tensors in the safetensors layout (https://github.com/huggingface/safetensors)."""

import json
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Final

_LENGTH_BYTES: Final = 8
_ITEM_BYTES: Final = 4
_MOST_ROWS: Final = 1_000
_BELOW_LARGEST: Final = bytes([*range(0x48), *range(0x80, 0xC8)])  # high bytes of a number below 2 ** 17
_HIGH_BYTE: Final = 3 if sys.byteorder == "little" else 0


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
    body = memoryview(content)[begin:]
    return {name: _rows(name, entry, body) for name, entry in header.items() if name != "__metadata__"}


def is_bounded(row: "array[float]") -> bool:
    """Return whether all numbers of a row are finite and below 2 ** 17; a hundredth of the time of a look at each.

    Examples
    --------
    >>> is_bounded(array("f", [1.0, -131071.0])), is_bounded(array("f", [float("nan")])), is_bounded(array("f", [1e6]))
    (True, False, False)
    """
    return not row.tobytes()[_HIGH_BYTE::_ITEM_BYTES].translate(None, _BELOW_LARGEST)


def _rows(name: str, entry: Mapping[str, object], body: memoryview) -> "list[array[float]]":
    match entry:
        case {"dtype": "F32", "shape": [int(rows), int(columns)], "data_offsets": [int(begin), int(end)]} if (
            min(rows, columns, begin) >= 0
            and rows <= _MOST_ROWS
            and end - begin == rows * columns * _ITEM_BYTES
            and end <= len(body)
        ):
            step = columns * _ITEM_BYTES
            starts = range(begin, end, step) if step else [begin] * rows
            return [_row(body[start : start + step]) for start in starts]
    raise ValueError(f"the tensor {name!r} is cut short or not of type F32 in two dimensions")


def _row(content: memoryview) -> "array[float]":
    row = array("f")
    row.frombytes(content)
    return _little_endian(row)


def _little_endian(numbers: "array[float]") -> "array[float]":
    if sys.byteorder == "big":  # pragma: no cover
        numbers.byteswap()
    return numbers
