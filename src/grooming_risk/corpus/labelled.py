"""Reads labelled messages from the user's file, as the table for `evaluate`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from grooming_risk.corpus.lines import KINDS
from grooming_risk.errors import DataError
from grooming_risk.io.messages import Record, read_records
from grooming_risk.io.text_frame import text_frame
from grooming_risk.labels import DISCLOSURE, PATTERNS

_NAMES: Final = (*PATTERNS, DISCLOSURE)
_HARMLESS: Final = ("benign", "harmless")
_TRUTH: Final = {"1": True, "1.0": True, "true": True, "0": False, "0.0": False, "false": False}
_KEPT: Final = ("group", "register", "language", "scenario", "author", "conversation")


class _Fields(NamedTuple):
    """Names of the fields that label a message."""

    labels: str
    kind: str
    label: str | None


def read_labelled(
    path: str | Path,
    *,
    text: str = "text",
    labels: str = "labels",
    kind: str = "kind",
    label: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    r"""Read labelled messages from a .jsonl, .csv or .parquet file.

    Three fields may label a row: labels, kind and a binary label. Each row needs one; several must agree.

    Parameters
    ----------
    path : path or str
        The file.
    text : str, default="text"
        Field of the message.
    labels : str, default="labels"
        Field with pattern names, or ``disclosure``: a list, a JSON list, or names joined by ``;`` or ``,``. Empty
        means none: harmless, unless another field contradicts.
    kind : str, default="kind"
        Field with ``grooming``, ``look_alike``, ``everyday`` or ``disclosure``; ``benign`` and ``harmless`` count as
        ``everyday``, so false alarms are measured on them.
    label : str, optional
        Field with 1 or true for grooming, 0 or false for others. `evaluate` leaves a grooming message without pattern
        names out of the metrics of patterns.
    columns : mapping of str to str, optional
        Column to field, for ``group`` (rows drawn together for intervals, such as variants of a line), ``register``,
        ``language``, ``scenario``, ``author`` and ``conversation``. By default the fields of these names, if present.

    Returns
    -------
    pandas.DataFrame
        ``text``, ``labels`` (list of names), ``kind``, and the columns that the file has, in file order. A row without
        a ``group`` is a group of its own.

    Raises
    ------
    DataError
        The file cannot be read, holds no message, or lacks a named field; or a row has no label, an unknown pattern
        or kind, a binary label other than 0 or 1, or contradicting fields. The error names file, line and field.
    ValueError
        `columns` names an unknown column.
    MissingExtraError
        The file is .parquet and pyarrow is not installed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "mine.csv")
    ...     _ = path.write_text("text,labels\nour secret ok?,secrecy\ngg wp,\n", encoding="utf-8")
    ...     read_labelled(path)[["labels", "kind"]].values.tolist()
    [[['secrecy'], 'grooming'], [[], 'everyday']]
    """
    if unknown := set(columns or {}) - set(_KEPT):
        raise ValueError(f"columns: no column {min(unknown)!r}; there are {', '.join(_KEPT)}")
    fields = _Fields(labels, kind, label)
    records = list(read_records(path, column=text))
    if not records:
        raise DataError(path, None, "holds no message")
    present = {name for record in records for name in record.fields}
    named = [*(columns or {}).values(), label, labels if labels != "labels" else None, kind if kind != "kind" else None]
    if absent := [name for name in named if name is not None and name not in present]:
        raise DataError(path, None, f"no field {absent[0]!r} in any row; name the right one")
    rows = [(record.text, *_meaning(record, fields)) for record in records]
    frame = text_frame(dict(zip(("text", "labels", "kind"), zip(*rows, strict=True), strict=True)))
    for column in _KEPT:
        field = (columns or {}).get(column, column)
        if field in present:
            values = [_word(record, field) for record in records]
            frame[column] = _own_groups(values, records) if column == "group" else values
    return frame


def _meaning(record: Record, fields: _Fields) -> tuple[list[str], str]:
    """Return the labels and the kind of a message from the fields of its row."""
    names, kind, grooming = _labels(record, fields.labels), _kind(record, fields.kind), _binary(record, fields.label)
    if names is None and kind is None and grooming is None:
        asked = ", ".join(repr(name) for name in fields if name is not None)
        raise _error(record, f"no label in the fields {asked}; fill one of them, or name the right one")
    implied = _implied_kind(names or [])
    found = kind or implied or ("grooming" if grooming else "everyday")
    if implied not in (None, found):
        raise _error(record, f"the fields {fields.labels!r} and {_other(fields, kind)!r} contradict each other")
    if grooming not in (None, found == "grooming"):
        other = fields.labels if kind is None else fields.kind
        raise _error(record, f"the fields {fields.label!r} and {other!r} contradict each other")
    return (names or ([DISCLOSURE] if found == DISCLOSURE else [])), found


def _other(fields: _Fields, kind: str | None) -> str | None:
    return fields.label if kind is None else fields.kind


def _implied_kind(names: list[str]) -> str | None:
    if not names:
        return None
    return DISCLOSURE if names == [DISCLOSURE] else "grooming"


def _labels(record: Record, field: str) -> list[str] | None:
    value = record.fields.get(field)
    if value is None:
        return None
    if isinstance(value, str):
        value = _listed(record, field, value.strip())
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _error(record, f"the field {field!r} must hold a list of names, or names joined by ; or ,")
    names = list(dict.fromkeys(_normal(name) for name in value if name.strip()))
    if not set(names) <= set(_NAMES):
        raise _error(record, f"the field {field!r} has an unknown name; known are {', '.join(_NAMES)}")
    return names


def _listed(record: Record, field: str, value: str) -> Any:
    if not value.startswith("["):
        return re.split("[;,]", value)
    try:
        return json.loads(value.replace("'", '"'))  # a list that was written to CSV as it prints has single quotes
    except (ValueError, RecursionError):
        raise _error(record, f"the field {field!r} is no JSON list") from None


def _kind(record: Record, field: str) -> str | None:
    value = _word(record, field)
    if value is None:
        return None
    kind = _normal(value)
    if kind in _HARMLESS:
        return "everyday"
    if kind not in KINDS:
        raise _error(record, f"the field {field!r} has an unknown kind; known are {', '.join((*KINDS, *_HARMLESS))}")
    return kind


def _binary(record: Record, field: str | None) -> bool | None:
    value = None if field is None else _word(record, field)
    if value is None:
        return None
    if value.lower() not in _TRUTH:
        raise _error(record, f"the field {field!r} must be 0 or 1, true or false")
    return _TRUTH[value.lower()]


def _word(record: Record, field: str) -> str | None:
    value = record.fields.get(field)
    if value is None or value != value:  # nan
        return None
    return str(value).strip() or None


def _own_groups(values: list[str | None], records: list[Record]) -> list[str]:
    return [f"line {record.line}" if value is None else value for value, record in zip(values, records, strict=True)]


def _normal(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def _error(record: Record, problem: str) -> DataError:
    return DataError(record.source, record.line, problem)
