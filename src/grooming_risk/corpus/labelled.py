"""Reads labelled messages from the user's file, as the table for `evaluate`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from grooming_risk.corpus.lines import KINDS
from grooming_risk.errors import DataError
from grooming_risk.io.layout import AS_IT_IS, Layout
from grooming_risk.io.messages import Record, read_records
from grooming_risk.io.text_frame import text_frame
from grooming_risk.labels import DISCLOSURE, LABELS
from grooming_risk.validation import check_path

_HARMLESS: Final = ("benign", "harmless")
_TRUTH: Final = {"1": True, "1.0": True, "true": True, "0": False, "0.0": False, "false": False}
_KEPT: Final = ("group", "register", "language", "scenario", "author", "conversation")


def read_labelled(
    path: str | Path,
    *,
    text: str = "text",
    labels: str = "labels",
    kind: str = "kind",
    label: str | None = None,
    columns: Mapping[str, str] | None = None,
    layout: Layout = AS_IT_IS,
) -> pd.DataFrame:
    r"""Read labelled messages from a .jsonl, .json, .csv, .tsv or .parquet file.

    Three fields may label a row: labels, kind and a binary label. Each row needs one; several must agree.

    Parameters
    ----------
    path : path or str
        The file.
    text : str, default="text"
        Field of the message.
    labels : str, default="labels"
        Field with pattern names, or ``disclosure``: a list, a JSON list, or names joined by ``;`` or ``,``. Empty
        means harmless, unless another field contradicts.
    kind : str, default="kind"
        Field with ``grooming``, ``look_alike``, ``everyday`` or ``disclosure``; ``benign`` and ``harmless`` count as
        ``everyday``.
    label : str, optional
        Field with 1 or true for grooming, 0 or false for others. `evaluate` leaves a grooming message without pattern
        names out of the metrics of patterns.
    columns : mapping of str to str, optional
        Column to field, for ``group`` (rows drawn together for intervals, such as variants of a line), ``register``,
        ``language``, ``scenario``, ``author`` and ``conversation``. By default the fields of these names, if present.
    layout : Layout, optional
        Encoding and delimiter of the file, and limits.

    Returns
    -------
    pandas.DataFrame
        ``text``, ``labels`` (list of names), ``kind``, and the columns that the file has, in file order. A row without
        a ``group`` is its own group.

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
    path = check_path(path, "path")
    records = list(read_records(path, column=text, layout=layout))
    if not records:
        raise DataError(path, None, "holds no message")
    present = {name for record in records for name in record.fields}
    named = [*(columns or {}).values(), label, labels if labels != "labels" else None, kind if kind != "kind" else None]
    if absent := [name for name in named if name is not None and name not in present]:
        raise DataError(path, None, f"no field {absent[0]!r} in any row; name the right one")
    rows = [(record.text, *_meaning(record, labels, kind, label)) for record in records]
    frame = text_frame(dict(zip(("text", "labels", "kind"), zip(*rows, strict=True), strict=True)))
    for column in _KEPT:
        field = (columns or {}).get(column, column)
        if field in present:
            values = [_word(record, field) for record in records]
            if column == "group":
                values = [value or f"line {record.line}" for value, record in zip(values, records, strict=True)]
            frame[column] = values
    return frame


def _meaning(record: Record, labels: str, kind: str, label: str | None) -> tuple[list[str], str]:
    """Return the labels and the kind of a message from the fields of its row."""
    names, named, grooming = _labels(record, labels), _kind(record, kind), _binary(record, label)
    if names is None and named is None and grooming is None:
        asked = ", ".join(repr(field) for field in (labels, kind, label) if field is not None)
        raise _error(record, f"no label in the fields {asked}; fill one of them, or name the right one")
    implied = (DISCLOSURE if names == [DISCLOSURE] else "grooming") if names else None
    found = named or implied or ("grooming" if grooming else "everyday")
    if implied not in (None, found):
        raise _error(record, f"the fields {labels!r} and {kind!r} contradict each other")
    if grooming not in (None, found == "grooming"):
        raise _error(record, f"the fields {label!r} and {(kind if named else labels)!r} contradict each other")
    return (names or ([DISCLOSURE] if found == DISCLOSURE else [])), found


def _labels(record: Record, field: str) -> list[str] | None:
    value = record.fields.get(field)
    if value is None:
        return None
    if isinstance(value, str) and not value.strip().startswith("["):
        value = re.split("[;,]", value)
    elif isinstance(value, str):
        try:
            value = json.loads(value.strip().replace("'", '"'))  # a list printed into a CSV file has single quotes
        except (ValueError, RecursionError):
            raise _error(record, f"the field {field!r} is not a JSON list") from None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _error(record, f"the field {field!r} must hold a list of names, or names joined by ; or ,")
    names = list(dict.fromkeys(_normal(name) for name in value if name.strip()))
    if not set(names) <= set(LABELS):
        raise _error(record, f"the field {field!r} has an unknown name; known are {', '.join(LABELS)}")
    return names


def _kind(record: Record, field: str) -> str | None:
    value = _word(record, field)
    kind = None if value is None else _normal(value)
    if kind not in (None, *KINDS, *_HARMLESS):
        raise _error(record, f"the field {field!r} has an unknown kind; known are {', '.join((*KINDS, *_HARMLESS))}")
    return "everyday" if kind in _HARMLESS else kind


def _binary(record: Record, field: str | None) -> bool | None:
    value = None if field is None else _word(record, field)
    if value is not None and value.lower() not in _TRUTH:
        raise _error(record, f"the field {field!r} must be 0 or 1, true or false")
    return None if value is None else _TRUTH[value.lower()]


def _word(record: Record, field: str) -> str | None:
    value = record.fields.get(field)
    if value is None or value != value:  # nan
        return None
    return str(value).strip() or None


def _normal(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def _error(record: Record, problem: str) -> DataError:
    return DataError(record.source, record.line, problem)
