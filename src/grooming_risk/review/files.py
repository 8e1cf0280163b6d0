"""JSON files of review consoles: records with their places, for error messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from grooming_risk.errors import DataError


class Place(NamedTuple):
    """Place of a record: file, and its line (JSON lines) or its number from 1 (JSON array)."""

    path: str
    line: int | None = None
    record: int | None = None

    def error(self, problem: str) -> DataError:
        """Return an error that names this place."""
        return DataError(self.path, self.line, problem if self.record is None else f"record {self.record}: {problem}")

    def name_of(self, id: Any) -> str:
        """Return the id of the record as a str; without an id, file and number."""
        if id is not None and id != "":
            return str(id)
        return f"{Path(self.path).name}:{self.line if self.line is not None else self.record}"


def json_records(path: str | Path) -> Iterator[tuple[Place, Any]]:
    """Yield the records of a JSON array, of one JSON object, or of JSON lines, with their places.

    Raises
    ------
    DataError
        The file is absent, not UTF-8, or not JSON.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(path, None, f"cannot be read ({error.strerror or type(error).__name__})") from None
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("["):
            line = error.lineno if isinstance(error, json.JSONDecodeError) else None
            raise DataError(path, line, "not valid JSON, or cut short; export the file anew") from None
        yield from _json_lines(str(path), text)
        return
    if isinstance(data, list):
        for number, record in enumerate(data, start=1):
            yield Place(str(path), record=number), record
    else:
        yield Place(str(path), line=1), data


def _json_lines(path: str, text: str) -> Iterator[tuple[Place, Any]]:
    for number, row in enumerate(text.split("\n"), start=1):
        if row.strip():
            try:
                yield Place(path, line=number), json.loads(row)
            except (ValueError, RecursionError):
                raise DataError(path, number, "not valid JSON; mend the line, or export the file anew") from None


def mapping_of(value: Any, place: Place, field: str = "") -> dict[str, Any]:
    """Return a JSON object, or name the place where something else stands.

    Raises
    ------
    DataError
        It is no object.
    """
    if not isinstance(value, dict):
        what = f"the field {field!r}" if field else "a record"
        raise place.error(f"{what} must be a JSON object, not {type(value).__name__}; is it an export of that console?")
    return value


def text_of(record: dict[str, Any], field: str, place: Place) -> str:
    """Return the message of a record.

    Raises
    ------
    DataError
        The field is absent, or no str.
    """
    if field not in record:
        raise place.error(f"no field {field!r} with the message; name the right one")
    if not isinstance(record[field], str):
        raise place.error(f"the field {field!r} must be a string, not {type(record[field]).__name__}")
    return str(record[field])


def write_json_lines(path: str | Path, rows: Iterable[Any]) -> None:
    """Write one JSON value a line."""
    with Path(path).open("wb") as stream:
        stream.writelines(_json_bytes(row) + b"\n" for row in rows)


def write_json(path: str | Path, data: Any) -> None:
    """Write one JSON value."""
    Path(path).write_bytes(_json_bytes(data, indent=1) + b"\n")


def _json_bytes(data: Any, indent: int | None = None) -> bytes:
    try:
        return json.dumps(data, ensure_ascii=False, indent=indent).encode()
    except UnicodeEncodeError:  # a lone surrogate: JSON can say it, UTF-8 cannot
        return json.dumps(data, indent=indent).encode()
