"""One message to review, and what one person decided of it: the form that every console's files are translated to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from grooming_risk.labels import DISCLOSURE, HEADS, LABELS, RISK
from grooming_risk.review.files import json_records, mapping_of, write_json_lines
from grooming_risk.scoring.scorer import Scorer, default_model

HARMLESS: Final = "harmless"
"""What a reviewer ticks in a console who finds nothing: an empty answer could as well mean "not looked at"."""


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """A message to review, or what one person decided of it. Its representation does not show the message.

    Parameters
    ----------
    id : str
        Names the message: several people's decisions of it carry the same id.
    text : str
        The message.
    labels : sequence of str, or None
        Patterns found, or ``"disclosure"``; empty means looked at and harmless, None not decided. Kept as a tuple
        in the order of `LABELS`.
    annotator : str, optional
        Who decided; None where that is not known.
    meta : mapping of str to plain data, optional
        Where the message is from, such as ``source``, ``line``, ``conversation``.
    predictions : mapping of str to float in [0, 1], optional
        What a model made of it: its risk, and each pattern or disclosure it found. See `predict`.

    Raises
    ------
    TypeError
        A field is of another type.
    ValueError
        The id is empty, a label or a prediction is unknown, or a prediction is no probability.

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
            raise ValueError("a review needs an id: decisions of one message are told by it")
        if self.labels is not None:
            object.__setattr__(self, "labels", in_order(self.labels))
        _check_predictions(self.predictions)

    def __repr__(self) -> str:
        return f"Review(id={self.id!r}, labels={self.labels!r}, annotator={self.annotator!r})"

    @property
    def found(self) -> tuple[str, ...]:
        """The patterns and the disclosure that a model found, in the order of `LABELS`."""
        return tuple(name for name in LABELS if name in self.predictions)

    def to_dict(self) -> dict[str, Any]:
        """Return the review as plain data, ready for JSON; ``Review(**data)`` is the same review."""
        return {
            "id": self.id,
            "text": self.text,
            "labels": None if self.labels is None else list(self.labels),
            "annotator": self.annotator,
            "meta": dict(self.meta),
            "predictions": dict(self.predictions),
        }


def _check_predictions(predictions: Mapping[str, float]) -> None:
    if unknown := sorted(set(predictions) - set(HEADS)):
        raise ValueError(f"no prediction is named {', '.join(unknown)}; there are {', '.join(HEADS)}")
    if wrong := [name for name, p in predictions.items() if not 0 <= p <= 1]:
        raise ValueError(f"the prediction {wrong[0]} must be a probability in [0, 1]")


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return labels once each, in the order of `LABELS`.

    Raises
    ------
    TypeError
        It is one str, or holds something else than str.
    ValueError
        A label is unknown.
    """
    if isinstance(names, str):
        raise TypeError("labels must be a list of names, not one str; put it in a list")
    given = set(names)
    if strange := [name for name in given if not isinstance(name, str)]:
        raise TypeError(f"a label must be a str, not {type(strange[0]).__name__}")
    if unknown := sorted(given - set(LABELS)):
        raise ValueError(f"no label is named {', '.join(map(repr, unknown))}; there are {', '.join(LABELS)}")
    return tuple(name for name in LABELS if name in given)


def predict(text: str, model: Scorer | None = None) -> dict[str, float]:
    """Return what a model finds in a message, for the `predictions` of a review.

    Parameters
    ----------
    text : str
        The message.
    model : Scorer, optional
        What `load_model` returned; None takes the shipped model.

    Returns
    -------
    dict of str to float in [0, 1]
        ``risk``; the patterns and the disclosure that reach the model's thresholds. Rounded to four digits.

    Examples
    --------
    >>> list(predict("gg wp everyone"))
    ['risk']
    """
    scorer = model or default_model()
    marks = {**scorer.thresholds["patterns"], DISCLOSURE: scorer.disclosure_threshold, RISK: 0.0}
    return {name: round(p, 4) for name, p in scorer.probabilities(text).items() if p >= marks[name]}


def write_reviews(reviews: Iterable[Review], path: str | Path) -> None:
    """Write reviews as JSON lines, the form that `read_reviews` and ``grooming-risk train --review`` read.

    Parameters
    ----------
    reviews : iterable of Review
        Decided or not.
    path : path or str
        A .jsonl file.
    """
    write_json_lines(path, (review.to_dict() for review in reviews))


def read_reviews(path: str | Path) -> Iterator[Review]:
    """Read reviews from JSON lines.

    Parameters
    ----------
    path : path or str
        A file that `write_reviews` or ``grooming-risk review import`` wrote.

    Yields
    ------
    Review
        In the order of the file.

    Raises
    ------
    DataError
        The file cannot be read, or a line of it is no review.
    """
    names = Review.__dataclass_fields__.keys()
    for place, record in json_records(path):
        data = mapping_of(record, place)
        if strange := sorted(data.keys() - names):
            raise place.error(f"unknown field {strange[0]!r}; a review has {', '.join(names)}")
        try:
            yield Review(**data)
        except (TypeError, ValueError) as error:
            raise place.error(f"not a review ({error}); mend the line") from None
