"""Lines of JSON and numbers as JSON, by orjson where it is installed: the values and digits of the standard library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from grooming_risk.io.repeated_key import decode

try:
    orjson: Any = import_module("orjson")
except ModuleNotFoundError:
    orjson = None

_LONG_NUMBER: Final = re.compile("[0-9]{19}")
_SMALL: Final = 0.0001  # Python writes what is below with an exponent of two digits
_TINY: Final = 0.00001  # orjson writes what is below with an exponent


def decode_line(text: str) -> Any:
    """Return the value of a line of JSON, as `repeated_key.decode` does, and with its errors.

    Examples
    --------
    >>> decode_line('{"text": "gg", "id": 18446744073709551616}')
    {'text': 'gg', 'id': 18446744073709551616}
    """
    if orjson is None:
        return decode(text)
    try:
        value = orjson.loads(text)
    except ValueError:  # also NaN and lone surrogates, which the standard library reads
        return decode(text)
    return value if _is_whole(value, text) else decode(text)


def _is_whole(value: Any, text: str) -> bool:
    """Return whether orjson surely lost nothing: it takes the last of two equal keys, and rounds a huge integer.

    Every key and every text of a flat object has two quotes, so a key that stood twice leaves quotes over.
    """
    if type(value) is not dict:
        return type(value) is str
    quotes = 2 * len(value)
    for each in value.values():
        kind = type(each)
        if kind is str:
            quotes += 2
        elif kind is dict or kind is list or (kind is float and _LONG_NUMBER.search(text)):
            return False
    return text.count('"') == quotes and '\\"' not in text


def number_texts(numbers: Sequence[float]) -> list[str]:
    """Return finite numbers from 0 to 1 as JSON, with the digits that `json` writes.

    Examples
    --------
    >>> number_texts([0.25, 1.0, 0.0000125])
    ['0.25', '1.0', '1.25e-05']
    """
    values = numbers.tolist() if hasattr(numbers, "tolist") else numbers  # an array of NumPy is slow to walk through
    if orjson is None or not values:
        return [*map(float.__repr__, values)]
    written: list[str] = orjson.dumps(numbers, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].decode().split(",")
    for place, value in enumerate(values):
        if value < _SMALL and value:
            text = written[place]
            if value >= _TINY:  # orjson writes 0.0000125, Python 1.25e-05
                written[place] = f"{text[6]}.{text[7:]}e-05" if len(text) > 7 else f"{text[6]}e-05"
            elif text[-2] == "-":  # orjson writes 1.25e-7, Python 1.25e-07
                written[place] = f"{text[:-1]}0{text[-1]}"
    return written
