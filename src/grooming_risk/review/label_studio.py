"""Label Studio: export of tasks with pre-annotations, import of JSON and JSON_MIN, and the labeling configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from grooming_risk.errors import DataError
from grooming_risk.labels import RISK
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

CONTROL: Final = "labels"
"""Name of the question in the labeling configuration."""

_TEXT: Final = "text"
_CHOICES: Final = "choices"
_SHOWN: Final = 40  # characters of another type
_ID: Final = "review_id"  # not "id": the console writes its own number there in JSON_MIN


def label_studio_config() -> str:
    """Return the labeling configuration of a project: the message, and its choices.

    Returns
    -------
    str
        XML, to paste under Settings, Labeling Interface, Code.

    Examples
    --------
    >>> print(label_studio_config().splitlines()[2].strip())
    <Choices name="labels" toName="text" choice="multiple" required="true" showInLine="false">
    """
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Text", name=_TEXT, value=f"${_TEXT}")
    choices = ElementTree.SubElement(
        view, "Choices", name=CONTROL, toName=_TEXT, choice="multiple", required="true", showInLine="false"
    )
    for name, hint in hints().items():
        ElementTree.SubElement(choices, "Choice", value=name, hint=hint)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def write_label_studio(reviews: Iterable[Review], path: str | Path, *, model_version: str | None = None) -> None:
    """Write messages as tasks for import.

    Parameters
    ----------
    reviews : iterable of Review
        Reviews of one id become one task: predictions as pre-annotations, decisions as annotations.
    path : path or str
        A .json file.
    model_version : str, optional
        Origin of the predictions; None names this library and its version.

    Raises
    ------
    ValueError
        Two messages have one id.
    """
    version = model_version or model_name()
    write_json(path, [_task(same, version) for same in by_message(reviews)])


def _task(same: list[Review], version: str) -> dict[str, Any]:
    first = same[0]
    data = {_TEXT: first.text, _ID: first.id, "meta": dict(first.meta), "predictions": dict(first.predictions)}
    task: dict[str, Any] = {"data": data}
    if first.predictions:
        score = first.predictions.get(RISK, max(first.predictions.values()))
        task["predictions"] = [{"model_version": version, "score": score, "result": _result(list(first.found))}]
    decided = [review for review in same if review.labels is not None]
    if decided:
        task["annotations"] = [{"result": _result(ticked_for(review))} for review in decided]
    return task


def _result(choices: list[str]) -> list[dict[str, Any]]:
    if not choices:
        return []
    return [{"from_name": CONTROL, "to_name": _TEXT, "type": "choices", "value": {"choices": choices}}]


def read_label_studio(
    path: str | Path, *, names: Mapping[str, str] | None = None, control: str = CONTROL, column: str = _TEXT
) -> Iterator[Review]:
    """Read an export, JSON or JSON_MIN.

    Parameters
    ----------
    path : path or str
        The exported file.
    names : mapping of str to str, optional
        Other names of the project's choices, mapped to labels or ``"harmless"``.
    control : str, default="labels"
        Name of the ``Choices``; other questions of the project are ignored.
    column : str, default="text"
        Message field of the task's data.

    Yields
    ------
    Review
        One for each annotation; without labels if it was skipped or holds no choice, or the task was not annotated.
        Only the choice ``"harmless"`` means harmless. JSON_MIN omits skipped annotations.

    Raises
    ------
    DataError
        The file is not such an export, a choice is unknown, the question does not ask for choices, or (raised last)
        people answered only other questions.
    ValueError
        `names` maps to an unknown label.
    """
    meanings = check_names(names)
    answered: set[str] = set()
    for place, record in json_records(path):
        task = mapping_of(record, place)
        whole = "data" in task
        data = mapping_of(task["data"], place, "data") if whole else task
        text = text_of(data, column, place)
        id = place.name_of(data.get(_ID, task.get("id")))
        meta, predictions = data.get("meta"), predictions_of(data.get("predictions"))
        answers = (_answers if whole else _short_answers)(task, control, place, answered)
        for annotator, ticked in answers:
            labels = None if ticked is None else labels_of(ticked, meanings, place, control)
            yield Review(id, text, labels, annotator, meta if isinstance(meta, dict) else {}, predictions)
    check_question(answered, control, path)


Answer = tuple[str | None, list[Any] | None]
"""Annotator, and choices; None without an answer."""


def _answers(task: dict[str, Any], control: str, place: Place, answered: set[str]) -> Iterator[Answer]:
    annotations = task.get("annotations", task.get("completions")) or []
    if not isinstance(annotations, list):
        raise place.error(f"the field 'annotations' must be a list, not {type(annotations).__name__}")
    if not annotations:
        yield None, None
    for annotation in annotations:
        found = mapping_of(annotation, place, "annotations")
        skipped = found.get("was_cancelled") or found.get("skipped")
        yield (
            _who(found.get("completed_by")),
            None if skipped else _ticked(found.get("result"), control, place, answered),
        )


def _ticked(result: Any, control: str, place: Place, answered: set[str]) -> list[Any] | None:
    """Return the choices in the question, None without any; collect what was answered."""
    if result is None:
        return None
    if not isinstance(result, list):
        raise place.error(f"the field 'result' must be a list, not {type(result).__name__}")
    items = [mapping_of(item, place, "result") for item in result]
    answered.update(str(item.get("from_name")) for item in items)
    mine = [item for item in items if item.get("from_name") == control]
    if others := [item.get("type") for item in mine if item.get("type") != _CHOICES]:
        raise _other_type(control, others[0], place)
    return [name for item in mine for name in _choices(item.get("value"), place)] or None


def _other_type(control: str, found: object, place: Place) -> DataError:
    """Return the error of a question that asks for spans, ratings or the like."""
    shown = repr(found)[:_SHOWN]
    return place.error(f"the question {control!r} has answers of the type {shown}, not of 'choices'; "
                       "name a question of Choices, or label the messages whole")  # fmt: skip


def _choices(value: Any, place: Place) -> list[Any]:
    found = mapping_of(value, place, "value").get("choices")
    if not isinstance(found, list):
        raise place.error("the field 'value' must hold a list of 'choices'")
    return found


def _short_answers(task: dict[str, Any], control: str, place: Place, answered: set[str]) -> Iterator[Answer]:
    """Read a record of JSON_MIN: one choice is a string, several are an object, none has no field."""
    found = task.get(control, [])
    items = found if isinstance(found, list) else [found]
    if strange := [item for item in items if not isinstance(item, str | dict) or not _is_choice(item)]:
        named = (
            next((name for name in strange[0] if name.endswith("labels")), "") if isinstance(strange[0], dict) else ""
        )
        raise _other_type(control, named or type(strange[0]).__name__, place)
    ticked = [name for item in items for name in (_choices(item, place) if isinstance(item, dict) else [item])]
    others = [name for name, value in task.items() if name != control and _is_span_list(value)]
    answered.update([control] if ticked else others)
    yield _who(task.get("annotator")), ticked or None


def _is_choice(item: str | dict[str, Any]) -> bool:
    return isinstance(item, str) or "choices" in item


def _is_span_list(value: Any) -> bool:
    """Return whether a field of JSON_MIN holds spans, boxes or relations, which are answers to another question."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "choices" not in item for item in value)
    )


def _who(annotator: Any) -> str | None:
    if isinstance(annotator, dict):
        annotator = annotator.get("email") or annotator.get("id")
    return None if annotator is None or annotator == "" else str(annotator)
