"""JSON files of review consoles: records with their places, for error messages."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from grooming_risk.errors import DataError
from grooming_risk.io.atomic_write import atomic_write, write_whole
from grooming_risk.io.jsonl import json_line, json_rows
from grooming_risk.io.lines import opened
from grooming_risk.io.repeated_key import RepeatedKeyError, decode
from grooming_risk.io.source import sources


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
    """Yield the records of a JSON array, of one JSON object, or of JSON lines, with their places; also in a .zip."""
    if Path(path).suffix.lower() != ".zip":
        with opened(path) as stream:
            content = stream.read()
        yield from _records(str(path), content)
        return
    members = [*sources(path)]
    if not members:
        raise DataError(path, None, "the archive holds no file; export anew")
    for member in members:
        with member.open() as stream:
            content = stream.read()
        yield from _records(member.name, content)


def _records(name: str, content: bytes) -> Iterator[tuple[Place, Any]]:
    try:
        data = decode(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DataError(name, None, f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        if content.removeprefix(BOM_UTF8).lstrip().startswith(b"["):
            if isinstance(error, RepeatedKeyError):
                raise DataError(name, None, str(error)) from None
            line = error.lineno if isinstance(error, json.JSONDecodeError) else None
            raise DataError(name, line, "not valid JSON, or cut short; export the file anew") from None
        for number, _, record in json_rows(BytesIO(content), name):
            yield Place(name, line=number), record
        return
    if isinstance(data, list):
        for number, record in enumerate(data, start=1):
            yield Place(name, record=number), record
    else:
        yield Place(name, line=1), data


def mapping_of(value: Any, place: Place, field: str = "") -> dict[str, Any]:
    """Return a JSON object; something else is a DataError that names the place."""
    if not isinstance(value, dict):
        what = f"the field {field!r}" if field else "a record"
        raise place.error(f"{what} must be a JSON object, not {type(value).__name__}; is it an export of that console?")
    return value


def text_of(record: dict[str, Any], field: str, place: Place) -> str:
    """Return the message of a record; an absent field, or one that is not a string, is a DataError."""
    if field not in record:
        raise place.error(f"no field {field!r} with the message; name the right one (--column)")
    if not isinstance(record[field], str):
        raise place.error(f"the field {field!r} must be a string, not {type(record[field]).__name__}")
    return str(record[field])


def write_json_lines(path: str | Path, rows: Iterable[Any], *, private: bool = False) -> None:
    """Write one JSON value a line; `private`: for the owner alone."""
    with atomic_write(Path(path), private=private) as stream:
        stream.writelines(map(json_line, rows))


def write_json(path: str | Path, data: Any) -> None:
    """Write one JSON value."""
    write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
