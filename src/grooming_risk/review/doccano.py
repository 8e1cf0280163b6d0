"""doccano, text classification: JSON lines out and in, and the project's label types.

doccano keeps no predictions, and a label that comes with a message counts as somebody's. So a model's guess stands in
a field of its own, and a message that nobody has decided goes out without a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from grooming_risk.review.choices import CHOICES, check_names, labels_of, predictions_of, ticked_for
from grooming_risk.review.files import Place, json_records, mapping_of, text_of, write_json_lines
from grooming_risk.review.record import HARMLESS, Review

_FIELDS: Final = ("label", "labels", "cats")
"""Fields that hold the answer: text classification, older versions, intent detection."""

_SHARED: Final = "all"  # doccano's name for the file of a project where annotators share one answer


def doccano_labels() -> list[dict[str, Any]]:
    """Return the label types of a project, for import under Labels.

    Returns
    -------
    list of dict
        With ``text``, ``suffix_key``, ``background_color``, ``text_color``.

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
    """Write messages for import as JSONL, a row each.

    Parameters
    ----------
    reviews : iterable of Review
        A decision becomes a label; what nobody has decided has none.
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
        A file of the exported archive.
    names : mapping of str to str, optional
        Labels of the project that are named otherwise, to labels or ``"harmless"``.
    annotator : str, optional
        Who decided; None takes the file's name, as doccano names its files by annotator (``all`` is nobody's).
    unlabelled : {"undecided", "harmless"}, default="undecided"
        What a message without a label means. The export does not say whether anybody looked at it; say harmless where
        only approved messages were exported.
    column : str, default="text"
        Field that holds the message.

    Yields
    ------
    Review
        One for each row.

    Raises
    ------
    DataError
        The file is no such export, or a label is unknown.
    ValueError
        `names` maps to no label, or `unlabelled` is something else.
    """
    if unlabelled not in ("undecided", HARMLESS):
        raise ValueError(f"unlabelled must be undecided or harmless, not {unlabelled!r}")
    meanings = check_names(names)
    stem = Path(path).stem
    who = annotator or (None if stem == _SHARED else stem)
    for place, record in json_records(path):
        row = mapping_of(record, place)
        field, ticked = _ticked(row, place)
        undecided = not ticked and unlabelled == "undecided"
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
