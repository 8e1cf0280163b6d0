"""Choices of a review console, and the labels they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from grooming_risk._version import __version__
from grooming_risk.errors import DataError
from grooming_risk.labels import LABELS
from grooming_risk.review.files import Place
from grooming_risk.review.record import HARMLESS, Review, in_order

CHOICES: Final = (*LABELS, HARMLESS)
"""Choices that a console offers: the labels, and ``"harmless"``."""

_HINTS: Final = Path(__file__).with_name("hints.txt")


def check_names(names: Mapping[str, str] | None) -> dict[str, str]:
    """Return the choice that each name means, choices included; a mapping to anything else is a ValueError."""
    meanings = {name: name for name in CHOICES} | dict(names or {})
    if unknown := [meaning for meaning in meanings.values() if meaning not in CHOICES]:
        raise ValueError(f"names cannot map to {unknown[0]!r}; known are {', '.join(CHOICES)}")
    return meanings


def labels_of(ticked: Iterable[Any], meanings: Mapping[str, str], place: Place, field: str) -> tuple[str, ...]:
    """Return the labels of ticked choices, () for harmless; unknown or contradictory choices are a DataError."""
    given = list(ticked)
    if unknown := [name for name in given if not isinstance(name, str) or name not in meanings]:
        shown = repr(unknown[0])[:60] if isinstance(unknown[0], str) else type(unknown[0]).__name__
        raise place.error(
            f"the field {field!r} holds {shown}, which is not a label; known are {', '.join(CHOICES)}. "
            "Map other names with names={...}, or --name THEIRS=OURS"
        )
    meant = {meanings[name] for name in given}
    if HARMLESS in meant and len(meant) > 1:
        raise place.error(f"the field {field!r} holds both {HARMLESS} and a pattern; correct it in the console")
    return in_order(meant - {HARMLESS})


def check_question(answered: Collection[str], question: str, path: str | Path) -> None:
    """Raise DataError if people answered only other questions."""
    if answered and question not in answered:
        others = ", ".join(sorted(answered))
        raise DataError(path, None, f"nobody answered {question!r}, only {others}; name the right question "
                        "(--question)")  # fmt: skip


def ticked_for(review: Review) -> list[str]:
    """Return the choices of a decision; none for an undecided message."""
    return [] if review.labels is None else list(review.labels) or [HARMLESS]


def model_name() -> str:
    """Return the default origin of a prediction."""
    return f"grooming-risk {__version__}"


def by_message(reviews: Iterable[Review]) -> Iterator[list[Review]]:
    """Yield the reviews of each message, in order of first appearance; two messages with one id are a ValueError."""
    messages: dict[str, list[Review]] = {}
    for review in reviews:
        same = messages.setdefault(review.id, [])
        if same and same[0].text != review.text:
            raise ValueError(f"two different messages have the id {review.id!r}; give each its own")
        same.append(review)
    yield from messages.values()


def predictions_of(value: Any) -> dict[str, float]:
    """Return a record's predictions; {} if they are not in the exported form."""
    if not isinstance(value, dict):
        return {}
    try:
        predictions = {str(name): float(p) for name, p in value.items() if p is not None}
        return dict(Review("any", "", predictions=predictions).predictions)
    except (TypeError, ValueError):
        return {}


@cache
def hints() -> Mapping[str, str]:
    """Return a sentence for each of the `CHOICES`, for the annotators."""
    rows = [row.partition(" | ") for row in _HINTS.read_text(encoding="utf-8").splitlines() if row.strip()]
    found = {name: hint for name, _, hint in rows}
    if tuple(found) != CHOICES:
        raise DataError(_HINTS, None, f"must hold a hint for each of {', '.join(CHOICES)}, in this order")
    return found
