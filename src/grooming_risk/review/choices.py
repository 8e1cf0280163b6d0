"""What people tick in a console, and how it becomes the labels of a review."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from grooming_risk.errors import DataError
from grooming_risk.labels import LABELS
from grooming_risk.review.files import Place
from grooming_risk.review.record import HARMLESS, Review, in_order

CHOICES: Final = (*LABELS, HARMLESS)
"""What a console offers: the labels, and one to say that there is none."""

Names = Mapping[str, str]
"""Names of a console to the `CHOICES` they mean."""

_HINTS: Final = Path(__file__).with_name("hints.txt")


def check_names(names: Names | None) -> dict[str, str]:
    """Return what each name of a console means: the given ones, and every choice itself.

    Raises
    ------
    ValueError
        A name is mapped to no choice.
    """
    meanings = {**{name: name for name in CHOICES}, **(names or {})}
    if strange := [meaning for meaning in meanings.values() if meaning not in CHOICES]:
        raise ValueError(f"names cannot map to {strange[0]!r}; there are {', '.join(CHOICES)}")
    return meanings


def labels_of(ticked: Iterable[Any], meanings: Names, place: Place, field: str) -> tuple[str, ...]:
    """Return the labels that the ticked choices mean; none, and ``"harmless"`` alone, mean harmless.

    Raises
    ------
    DataError
        A choice is unknown, or a message is said to be harmless and not.
    """
    given = list(ticked)
    if strange := [name for name in given if not isinstance(name, str) or name not in meanings]:
        shown = repr(strange[0])[:60] if isinstance(strange[0], str) else type(strange[0]).__name__
        raise place.error(
            f"the field {field!r} holds {shown}, which is no label; there are {', '.join(CHOICES)}. "
            "Map other names with names={...}, or --name THEIRS=OURS"
        )
    meant = {meanings[name] for name in given}
    if HARMLESS in meant and len(meant) > 1:
        raise place.error(f"the field {field!r} says both {HARMLESS} and a pattern; settle it in the console")
    return in_order(meant - {HARMLESS})


def check_question(answered: Collection[str], question: str, path: str | Path) -> None:
    """Make sure that the question that was read is one that people answered, if they answered any.

    Raises
    ------
    DataError
        They answered others alone.
    """
    if answered and question not in answered:
        others = ", ".join(sorted(answered))
        raise DataError(path, None, f"nobody answered {question!r}, only {others}; name the right question")


def ticked_for(review: Review) -> list[str]:
    """Return what stands for a decision in a console; nothing for a message that nobody has decided."""
    return [] if review.labels is None else list(review.labels) or [HARMLESS]


def model_name() -> str:
    """Return what a console shows as the origin of a guess, where the caller names none."""
    from grooming_risk._version import __version__

    return f"grooming-risk {__version__}"


def by_message(reviews: Iterable[Review]) -> Iterator[list[Review]]:
    """Yield the reviews of each message together, in the order in which the messages first come.

    Raises
    ------
    ValueError
        Two messages carry one id.
    """
    messages: dict[str, list[Review]] = {}
    for review in reviews:
        same = messages.setdefault(review.id, [])
        if same and same[0].text != review.text:
            raise ValueError(f"two different messages have the id {review.id!r}; give each its own")
        same.append(review)
    yield from messages.values()


def predictions_of(value: Any) -> dict[str, float]:
    """Return the predictions that a record carries, where they are of the form that was exported."""
    if not isinstance(value, dict):
        return {}
    try:
        predictions = {str(name): float(p) for name, p in value.items() if p is not None}
        return dict(Review("any", "", predictions=predictions).predictions)
    except (TypeError, ValueError):
        return {}


@cache
def hints() -> Mapping[str, str]:
    """Return a sentence for each of the `CHOICES`, for the people who label.

    Raises
    ------
    DataError
        The file with them does not say one for each.
    """
    rows = [row.partition(" | ") for row in _HINTS.read_text(encoding="utf-8").splitlines() if row.strip()]
    found = {name: hint for name, _, hint in rows}
    if tuple(found) != CHOICES:
        raise DataError(_HINTS, None, f"must say a hint for each of {', '.join(CHOICES)}, in this order")
    return found
