"""Reads and writes arrays of float32 in the safetensors layout: a length, a JSON header, raw numbers. Nothing can run.

Only what the model needs of the format (https://github.com/huggingface/safetensors): type F32, little-endian.
"""

import json
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Final

_LENGTH_BYTES: Final = 8
_ITEM_BYTES: Final = 4

Tensors = Mapping[str, Sequence[Sequence[float]]]
"""Name to rows of numbers, every row of a tensor equally long."""


def dump_tensors(tensors: Tensors) -> bytes:
    """Return the file content for tensors of two dimensions.

    Parameters
    ----------
    tensors : mapping of str to rows of float
        Rounded to float32.

    Returns
    -------
    bytes
        The same for the same input, on every platform.

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
    """Return the tensors of a file's content as rows.

    Raises
    ------
    ValueError
        The content is cut short, is no such file, or holds another type of number.
    """
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
