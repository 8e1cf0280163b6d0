"""The common form of all console files: a message, and one person's decision on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from grooming_risk.labels import DISCLOSURE, HEADS, LABELS, RISK
from grooming_risk.review.files import json_records, mapping_of, write_json_lines
from grooming_risk.scoring.scorer import Scorer, model_or_default

HARMLESS: Final = "harmless"
"""Choice of a reviewer who finds nothing; an empty answer could mean "not looked at"."""


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """A message to review, or one person's decision on it. Its representation does not show the message.

    Parameters
    ----------
    id : str
        Identifier of the message, equal in all decisions on it.
    text : str
        The message.
    labels : sequence of str, or None
        Patterns found, or ``"disclosure"``; empty means harmless, None undecided. Kept as a tuple in the order of
        `LABELS`.
    annotator : str, optional
        Who decided; None if unknown.
    meta : mapping of str to plain data, optional
        Origin of the message, such as ``source``, ``line``, ``conversation``.
    predictions : mapping of str to float in [0, 1], optional
        The model's risk, and each pattern or disclosure it found. See `predict`.

    Raises
    ------
    TypeError
        A field has another type.
    ValueError
        The id is empty, a label or prediction is unknown, or a prediction is not a probability.

    Examples
    --------
    >>> Review("chat:7", "our secret ok", ["secrecy"], annotator="kim")
    Review(id='chat:7', labels=('secrecy',), annotator='kim')
    >>> Review("chat:8", "gg wp", []).labels, Review("chat:9", "brb").labels
    ((), None)
    """

    id: str
    text: str
    labels: Sequence[str] | None = None
    annotator: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    predictions: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not isinstance(self.text, str):
            raise TypeError("the id and the text of a review must be str")
        if not isinstance(self.annotator, str | None):
            raise TypeError(f"the annotator must be a str or None, not {type(self.annotator).__name__}")
        if not isinstance(self.meta, Mapping) or not isinstance(self.predictions, Mapping):
            raise TypeError("meta and predictions of a review must be mappings")
        if not self.id:
            raise ValueError("a review needs an id, equal in all decisions on its message")
        if self.labels is not None:
            object.__setattr__(self, "labels", in_order(self.labels))
        if unknown := sorted(set(self.predictions) - set(HEADS)):
            raise ValueError(f"unknown prediction {', '.join(unknown)}; known are {', '.join(HEADS)}")
        if wrong := [name for name, p in self.predictions.items() if not 0 <= p <= 1]:
            raise ValueError(f"the prediction {wrong[0]} must be a probability in [0, 1]")

    def __repr__(self) -> str:
        return f"Review(id={self.id!r}, labels={self.labels!r}, annotator={self.annotator!r})"

    @property
    def found(self) -> tuple[str, ...]:
        """Patterns and disclosure that the model found, in the order of `LABELS`."""
        return tuple(name for name in LABELS if name in self.predictions)

    def to_dict(self) -> dict[str, Any]:
        """Return the review as plain data, ready for JSON; ``Review(**data)`` is the same review."""
        labels = None if self.labels is None else list(self.labels)
        data = {"id": self.id, "text": self.text, "labels": labels, "annotator": self.annotator}
        return {**data, "meta": dict(self.meta), "predictions": dict(self.predictions)}


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return distinct labels in the order of `LABELS`; wrong types are a TypeError, unknown names a ValueError."""
    if isinstance(names, str):
        raise TypeError("labels must be a list of names, not one str; put it in a list")
    given = set(names)
    if strange := [name for name in given if not isinstance(name, str)]:
        raise TypeError(f"a label must be a str, not {type(strange[0]).__name__}")
    if unknown := sorted(given - set(LABELS)):
        raise ValueError(f"unknown label {', '.join(map(repr, unknown))}; known are {', '.join(LABELS)}")
    return tuple(name for name in LABELS if name in given)


def predict(text: str, model: Scorer | None = None) -> dict[str, float]:
    """Return a model's findings in a message, for the `predictions` of a review.

    Parameters
    ----------
    text : str
        The message.
    model : Scorer, optional
        A loaded model; None takes the shipped one.

    Returns
    -------
    dict of str to float in [0, 1]
        ``risk``; the patterns and the disclosure that reach the model's thresholds. Rounded to four digits.

    Examples
    --------
    >>> list(predict("gg wp everyone"))
    ['risk']
    """
    scorer = model_or_default(model)
    thresholds = {**scorer.thresholds["patterns"], DISCLOSURE: scorer.disclosure_threshold, RISK: 0.0}
    return {name: round(p, 4) for name, p in scorer.probabilities(text).items() if p >= thresholds[name]}


def write_reviews(reviews: Iterable[Review], path: str | Path) -> None:
    """Write reviews, decided or not, as JSON lines, for `read_reviews` and ``grooming-risk train --review``."""
    write_json_lines(path, (review.to_dict() for review in reviews))


def read_reviews(path: str | Path) -> Iterator[Review]:
    """Read the reviews that `write_reviews` or ``grooming-risk review import`` wrote, in order.

    Raises
    ------
    DataError
        The file cannot be read, or a line is not a review.
    """
    names = Review.__dataclass_fields__.keys()
    for place, record in json_records(path):
        data = mapping_of(record, place)
        if strange := sorted(data.keys() - names):
            raise place.error(f"unknown field {strange[0]!r}; a review has {', '.join(names)}")
        try:
            yield Review(**data)
        except (TypeError, ValueError) as error:
            raise place.error(f"not a review ({error}); correct the line") from None
