"""How much files hold: machine code is loaded for many messages, or long ones."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from grooming_risk.batch.part_file import is_table
from grooming_risk.errors import GroomingRiskError
from grooming_risk.io.lines import opened
from grooming_risk.io.messages import kind_of
from grooming_risk.io.parquet import parquet_file
from grooming_risk.scoring.many import WORTH, WORTH_LENGTH


class _Amount(NamedTuple):
    messages: int
    length: int  # bytes, unpacked


_NOTHING = _Amount(0, 0)


def hold_many(files: Iterable[str | os.PathLike[str]]) -> bool:
    """Say whether files hold so much that machine code pays: the messages or the bytes, unpacked, are enough.

    Of a .parquet file the footer is read, of others the first bytes, until there is enough. A file that cannot be read
    counts nothing: its error comes at its turn.

    Examples
    --------
    >>> hold_many([__file__]), hold_many([__file__] * 500)
    (False, True)
    """
    messages = length = 0
    for path in files:
        some = _amount(path) if os.path.isfile(path) else _NOTHING
        messages, length = messages + some.messages, length + some.length
        if messages >= WORTH or length >= WORTH_LENGTH:
            return True
    return False


def _amount(path: str | os.PathLike[str]) -> _Amount:
    name = os.fspath(path)
    try:
        return _table_amount(name) if is_table(name) else _text_amount(name)
    except GroomingRiskError:
        return _NOTHING


def _table_amount(path: str) -> _Amount:
    with parquet_file(path) as file:
        groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
        return _Amount(file.metadata.num_rows, sum(group.total_byte_size for group in groups))


def _text_amount(path: str) -> _Amount:
    with opened(path) as stream:
        head = stream.read(WORTH_LENGTH)
    lines = max(head.count(b"\n"), head.count(b"\r"))
    return _Amount(0 if kind_of(path) == ".json" else lines, len(head))  # an item of an array may have many lines
