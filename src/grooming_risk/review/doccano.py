"""doccano, text classification: export and import of JSON lines, and label types of the project.

doccano takes an imported label for a decision, so predictions have their own field, and undecided messages no label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from grooming_risk.review.choices import CHOICES, check_names, labels_of, predictions_of, ticked_for
from grooming_risk.review.files import Place, json_records, mapping_of, text_of, write_json_lines
from grooming_risk.review.record import HARMLESS, Review

_FIELDS: Final = ("label", "labels", "cats")
"""Label fields: of text classification, of older versions, of intent detection."""

_SPANS: Final = ("entities", "relations")
"""Fields of spans: a row with spans and without labels is no decision on the whole message."""

_SHARED: Final = "all"  # file name in projects whose annotators share one answer


def doccano_labels() -> list[dict[str, Any]]:
    """Return the label types of a project, for import under Labels.

    Returns
    -------
    list of dict
        ``text``, ``suffix_key``, ``background_color``, ``text_color``.

    Examples
    --------
    >>> [label["text"] for label in doccano_labels()][-2:]
    ['disclosure', 'harmless']
    """
    colours = {"disclosure": "#1b5e20", HARMLESS: "#616161"}
    return [
        {
            "text": name,
            "suffix_key": key,
            "background_color": colours.get(name, "#0d47a1"),
            "text_color": "#ffffff",
        }
        for name, key in zip(CHOICES, "1234567890abc", strict=True)
    ]


def write_doccano(reviews: Iterable[Review], path: str | Path) -> None:
    """Write messages for import as JSONL.

    Parameters
    ----------
    reviews : iterable of Review
        Decisions become labels; an undecided message has none.
    path : path or str
        A .jsonl file.
    """
    write_json_lines(path, map(_row, reviews))


def _row(review: Review) -> dict[str, Any]:
    return {
        "id": review.id,
        "text": review.text,
        "label": ticked_for(review),
        "meta": dict(review.meta),
        "predictions": dict(review.predictions),
    }


def read_doccano(
    path: str | Path,
    *,
    names: Mapping[str, str] | None = None,
    annotator: str | None = None,
    unlabelled: Literal["undecided", "harmless"] = "undecided",
    column: str = "text",
) -> Iterator[Review]:
    """Read an export, JSONL or JSON.

    Parameters
    ----------
    path : path or str
        The exported archive (.zip) as downloaded, or a file of it.
    names : mapping of str to str, optional
        Other names of the project's labels, mapped to labels or ``"harmless"``.
    annotator : str, optional
        Annotator of the file; None takes the file's name, as doccano names files by annotator (``all``: unnamed).
    unlabelled : {"undecided", "harmless"}, default="undecided"
        Meaning of a message without a label: harmless only if approved messages alone were exported.
    column : str, default="text"
        Message field.

    Yields
    ------
    Review
        One for each row.

    Raises
    ------
    DataError
        The file is not such an export, or a label is unknown.
    ValueError
        `names` maps to an unknown label, or `unlabelled` has another value.
    """
    if unlabelled not in ("undecided", HARMLESS):
        raise ValueError(f"unlabelled must be undecided or harmless, not {unlabelled!r}")
    meanings = check_names(names)
    for place, record in json_records(path):
        stem = Path(place.path).stem
        who = annotator or (None if stem == _SHARED else stem)
        row = mapping_of(record, place)
        field, ticked = _ticked(row, place)
        undecided = not ticked and (unlabelled == "undecided" or any(row.get(name) for name in _SPANS))
        labels = None if undecided else labels_of(ticked, meanings, place, field)
        meta = row.get("meta")
        yield Review(
            place.name_of(row.get("id")),
            text_of(row, column, place),
            labels,
            who if labels is not None else None,
            meta if isinstance(meta, dict) else {},
            predictions_of(row.get("predictions")),
        )


def _ticked(row: dict[str, Any], place: Place) -> tuple[str, list[Any]]:
    field = next((field for field in _FIELDS if field in row), None)
    if field is None:
        raise place.error(f"no field {', '.join(map(repr, _FIELDS))}; export a text classification project as JSONL")
    found = row[field]
    if isinstance(found, str):
        return field, [found] if found else []
    if not isinstance(found, list | None):
        raise place.error(f"the field {field!r} must be a list of labels, not {type(found).__name__}")
    return field, found or []
