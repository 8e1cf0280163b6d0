"""Checks every row of the built corpus against ``data/synthetic/schema.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import fastjsonschema

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import CHAT_SPLITS, SPLITS
from grooming_risk.corpus.load import built_rows
from grooming_risk.errors import DataError

_PARTS: Final = {"messages": ("message", SPLITS), "conversations": ("conversation", CHAT_SPLITS)}


def check_built(folder: str | Path | None = None) -> int:
    """Check every row of the built corpus.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``messages/`` and ``conversations/``; None takes the shipped corpus.

    Returns
    -------
    int
        Number of rows checked.

    Raises
    ------
    DataError
        A file is missing, or a row breaks the schema; the error names file, row and field.
    """
    root = resource_folder("data/synthetic")
    schema = json.loads((root / "schema.json").read_text(encoding="utf-8"))
    target = root if folder is None else Path(folder)
    return sum(
        sum(1 for _ in _checked(target / part / f"{split}.jsonl", {**schema, "$ref": f"#/definitions/{name}"}))
        for part, (name, splits) in _PARTS.items()
        for split in splits
    )


def _checked(path: Path, schema: dict[str, Any]) -> Iterator[Any]:
    validate = fastjsonschema.compile(schema)
    for number, item in built_rows(path):
        try:
            validate(item)
        except fastjsonschema.JsonSchemaValueException as error:
            raise DataError(path, number, f"the field {error.name} breaks the rule {error.rule!r}") from None
        if problem := _out_of_order(item):
            raise DataError(path, number, problem)
        yield item


def _out_of_order(item: dict[str, Any]) -> str:
    """Return the violation of a rule beyond the schema: minutes rise, every author has a role."""
    messages = item.get("messages", ())
    minutes = [message["minutes"] for message in messages]
    if minutes != sorted(minutes):
        return "the field minutes goes backwards"
    if messages and {message["author"] for message in messages} != set(item["roles"]):
        return "the field roles must name every author and nobody else"
    return ""
