"""Argilla 2: export of records with suggestions, import of responses, and settings of the dataset.

Formats: `Record.to_dict`, `DatasetRecords.to_list` and `Settings.to_json`; the package itself is not needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from grooming_risk.labels import LABELS, RISK
from grooming_risk.review.choices import (
    by_message,
    check_names,
    check_question,
    hints,
    labels_of,
    model_name,
    predictions_of,
    ticked_for,
)
from grooming_risk.review.files import Place, json_records, mapping_of, text_of, write_json
from grooming_risk.review.record import Review

QUESTION: Final = "labels"
"""Name of the question in the settings."""

_TEXT: Final = "text"
_SUBMITTED: Final = "submitted"


def argilla_settings() -> dict[str, Any]:
    """Return the settings of a dataset: a text field, and a multi-label question.

    Returns
    -------
    dict
        Plain data; as a JSON file, ``argilla.Settings.from_json`` reads it.

    Examples
    --------
    >>> argilla_settings()["questions"][0]["settings"]["type"]
    'multi_label_selection'
    """
    options = [{"value": name, "text": name, "description": None} for name in hints()]
    choice = {"type": "multi_label_selection", "options": options, "visible_options": len(options)}
    shown = {"type": "text", "use_markdown": False}
    return {
        "guidelines": "\n".join(f"- **{name}**: {hint}" for name, hint in hints().items()),
        "fields": [{"name": _TEXT, "title": "Message", "required": True, "settings": shown}],
        "questions": [
            {
                "name": QUESTION,
                "title": "What is in this message?",
                "description": None,
                "required": True,
                "settings": {**choice, "options_order": "natural"},
            }
        ],
        "metadata": [],
        "vectors": [],
        "allow_extra_metadata": True,
        "distribution": {"strategy": "overlap", "min_submitted": 1},
        "mapping": None,
    }


def write_argilla(reviews: Iterable[Review], path: str | Path, *, agent: str | None = None) -> None:
    """Write messages as records for ``dataset.records.from_json``.

    Parameters
    ----------
    reviews : iterable of Review
        Reviews of one id become one record: predictions as suggestions, decisions as responses.
    path : path or str
        A .json file.
    agent : str, optional
        Origin of the suggestions; None names this library and its version.

    Raises
    ------
    ValueError
        Two messages have one id, or an annotator is not an Argilla user id (a UUID).
    """
    name = agent or model_name()
    write_json(path, [_record(same, name) for same in by_message(reviews)])


def _record(same: list[Review], agent: str) -> dict[str, Any]:
    first = same[0]
    suggested = {"value": list(first.found), "score": [first.predictions[name] for name in first.found], "agent": agent}
    responses = [_response(review) for review in same if review.labels is not None]
    return {
        "id": first.id,
        "fields": {_TEXT: first.text},
        "metadata": _metadata(first),
        "suggestions": {QUESTION: suggested} if first.found else {},
        "responses": {QUESTION: responses} if responses else {},
        "vectors": {},
    }


def _response(review: Review) -> dict[str, Any]:
    try:
        user = str(UUID(review.annotator))
    except (TypeError, ValueError, AttributeError):
        raise ValueError(
            f"the decision on {review.id!r} is by {review.annotator!r}, not an Argilla user id (a UUID); "
            "write it with labels=None to have it decided again"
        ) from None
    return {"value": ticked_for(review), "user_id": user, "status": _SUBMITTED}


def _metadata(review: Review) -> dict[str, Any]:
    """Return metadata as Argilla allows it: strings, numbers, lists of strings; anything else as JSON."""
    risk = {RISK: review.predictions[RISK]} if RISK in review.predictions else {}
    plain = {name: value for name, value in {**review.meta, **risk}.items() if value is not None}
    return {name: value if _is_plain(value) else json.dumps(value, default=str) for name, value in plain.items()}


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def read_argilla(
    path: str | Path, *, names: Mapping[str, str] | None = None, question: str = QUESTION, column: str = _TEXT
) -> Iterator[Review]:
    """Read exported records.

    Parameters
    ----------
    path : path or str
        Output of ``dataset.records.to_json``, or ``to_list`` or ``to_dict`` saved as JSON, flattened or not.
    names : mapping of str to str, optional
        Other names of the dataset's labels, mapped to labels or ``"harmless"``.
    question : str, default="labels"
        Name of the question; others are ignored.
    column : str, default="text"
        Name of the message field.

    Yields
    ------
    Review
        One for each response; without labels if it is a draft or discarded, or the record has none. Only flattened
        records say which responses were submitted. In others, responses of a completed record count as submitted,
        those of a pending one as undecided.

    Raises
    ------
    DataError
        The file is not such an export, a label is unknown, or (raised last) people answered only other questions.
    ValueError
        `names` maps to an unknown label.
    """
    meanings = check_names(names)
    answered: set[str] = set()
    for place, data in json_records(path):
        for where, found in _records(mapping_of(data, place), place):
            record = found if "fields" in found else _unflattened(found, question, column, where)
            text = text_of(mapping_of(record["fields"], where, "fields"), column, where)
            meta, predictions = _meta_and_predictions(record, question, where)
            for annotator, ticked in _answers(record, question, where, answered):
                labels = None if ticked is None else labels_of(ticked, meanings, where, question)
                yield Review(where.name_of(record.get("id")), text, labels, annotator, meta, predictions)
    check_question(answered, question, path)


def _records(data: dict[str, Any], place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield the records of a ``to_dict`` export, by column or by id; else the record itself."""
    if isinstance(data.get("id"), list):
        rows = [dict(zip(data, values, strict=True)) for values in _together(list(data.values()), place)]
    elif "id" not in data and data and all(isinstance(value, dict) for value in data.values()):
        rows = list(data.values())
    else:
        yield place, data
        return
    yield from ((Place(place.path, record=number), row) for number, row in enumerate(rows, start=1))


def _together(columns: list[Any], place: Place) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of columns; columns that are not lists of one length are a DataError."""
    if not all(isinstance(column, list) for column in columns) or len(set(map(len, columns))) > 1:
        raise place.error("columns of a record differ in length; export the records again")
    yield from zip(*columns, strict=True)


def _unflattened(row: dict[str, Any], question: str, column: str, place: Place) -> dict[str, Any]:
    """Return a flattened record in nested form; other fields become metadata."""
    answer = f"{question}.responses"
    parts = [row.get(name) or [] for name in (answer, f"{answer}.users", f"{answer}.status")]
    responses = [{"value": v, "user_id": u, "status": s} for v, u, s in _together(parts, place)]
    others = {name.removesuffix(".responses"): row[name] for name in row if name.endswith(".responses")}
    guess = f"{question}.suggestion"
    other = {"id", "status", "_server_id", "score", column}
    return {
        "id": row.get("id"),
        "status": row.get("status"),
        "fields": {column: row[column]} if column in row else {},
        "metadata": {name: value for name, value in row.items() if name not in other and "." not in name},
        "suggestions": {question: {"value": row.get(guess), "score": row.get(f"{guess}.score")}},
        "responses": {**others, question: responses},
    }


def _answers(
    record: dict[str, Any], question: str, place: Place, answered: set[str]
) -> Iterator[tuple[str | None, list[Any] | None]]:
    """Yield annotator and choices of each response, None if not submitted; collect the answered questions."""
    every = mapping_of(record.get("responses") or {}, place, "responses")
    answered.update(name for name, given in every.items() if given)
    responses = every.get(question) or []
    if not isinstance(responses, list):
        raise place.error(f"the responses to {question!r} must be a list, not {type(responses).__name__}")
    if not responses:
        yield None, None
    whole = record.get("status")
    for item in responses:
        response = mapping_of(item, place, "responses")
        status = response.get("status") or (_SUBMITTED if whole in (None, "completed") else "unknown")
        value = response.get("value")
        if status == _SUBMITTED and not isinstance(value, list):
            raise place.error(f"the response to {question!r} must be a list, not {type(value).__name__}; "
                              "name a multi-label question")  # fmt: skip
        user = response.get("user_id")
        yield None if user in (None, "None") else str(user), value if status == _SUBMITTED else None


def _meta_and_predictions(
    record: dict[str, Any], question: str, place: Place
) -> tuple[dict[str, Any], dict[str, float]]:
    """Return metadata without the risk, and predictions from the risk and the suggestion."""
    meta = dict(mapping_of(record.get("metadata") or {}, place, "metadata"))
    suggestions = mapping_of(record.get("suggestions") or {}, place, "suggestions")
    guess = mapping_of(suggestions.get(question) or {}, place, "suggestions")
    names, scores = guess.get("value"), guess.get("score")
    found: dict[str, Any] = {}
    if isinstance(names, list) and isinstance(scores, list):
        found = {name: p for name, p in zip(names, scores, strict=False) if isinstance(name, str)}
    risk = {RISK: meta.pop(RISK)} if RISK in meta else {}
    return meta, predictions_of({**risk, **{name: p for name, p in found.items() if name in LABELS}})
