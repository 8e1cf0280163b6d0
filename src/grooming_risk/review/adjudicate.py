"""Adjudication: several decisions on a message become one, by majority vote; ties are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from grooming_risk.errors import GroomingRiskError
from grooming_risk.labels import LABELS
from grooming_risk.review.record import Review
from grooming_risk.text.fold import fold
from grooming_risk.validation import instances_of


class UnsettledError(GroomingRiskError, ValueError):
    """Messages have no majority decision; their ids are in `ids`."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        shown = ", ".join(ids[:10]) + (f" and {len(ids) - 10} more" if len(ids) > 10 else "")
        super().__init__(f"no majority for {shown}; ask one more person, remove them, or leave them out "
                         "(ties='leave_out', --ties leave-out)")  # fmt: skip
        self.ids = ids


class Settlement(NamedTuple):
    """Result of `settle`.

    Attributes
    ----------
    settled : list of Review
        One decision per message, in order of first appearance; no annotator if several people decided.
    ties : list of list of Review
        Decisions on each message without a majority.
    undecided : list of str
        Ids of messages without a decision.
    """

    settled: list[Review]
    ties: list[list[Review]]
    undecided: list[str]

    @property
    def tied_ids(self) -> tuple[str, ...]:
        """Ids of the messages without a majority."""
        return tuple(same[0].id for same in self.ties)


def settle(reviews: Iterable[Review]) -> Settlement:
    """Adjudicate the decisions on each message by majority.

    The first vote is on harmless, then one on each label; more than half must agree. Half and half is a tie; so is a
    majority that finds something but agrees on no label. Messages with the same folded text (case, blanks, look-alike
    letters) are one message, whatever their ids. Equal decisions of one person count once, different ones each.

    Parameters
    ----------
    reviews : iterable of Review
        Decided or not, in any order.

    Returns
    -------
    Settlement
        Each message is in one of its three lists.

    Examples
    --------
    >>> votes = [["secrecy"], ["secrecy", "coercion"], []]
    >>> result = settle(Review("a", "our secret", v, annotator=str(n)) for n, v in enumerate(votes))
    >>> result.settled[0].labels, result.ties
    (('secrecy',), [])
    """
    messages: dict[str, list[Review]] = {}
    for review in instances_of(Review, reviews, "a review"):
        messages.setdefault(" ".join(fold(review.text).split()), []).append(review)
    result = Settlement([], [], [])
    for same in messages.values():
        decided = [review for review in same if review.labels is not None]
        if not decided:
            result.undecided.extend(dict.fromkeys(review.id for review in same))
        elif (labels := _majority(_votes(decided))) is None:
            result.ties.append(decided)
        else:
            annotators = {review.annotator for review in decided}
            annotator = decided[0].annotator if len(annotators) == 1 else None
            result.settled.append(replace(decided[0], labels=labels, annotator=annotator))
    return result


def _votes(decided: list[Review]) -> list[tuple[str, ...]]:
    """Return the decisions, without repetitions by one named person."""
    votes = [(review.annotator, tuple(review.labels or ())) for review in decided]
    named = {(annotator, labels) for annotator, labels in votes if annotator is not None}
    return [labels for _, labels in named] + [labels for annotator, labels in votes if annotator is None]


def _majority(votes: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the labels of the majority; None for a tie."""
    harmless = sum(not labels for labels in votes)
    if 2 * harmless > len(votes):
        return ()
    counts = Counter(label for labels in votes for label in labels)
    if 2 * harmless == len(votes) or any(2 * count == len(votes) for count in counts.values()):
        return None
    return tuple(label for label in LABELS if 2 * counts[label] > len(votes)) or None
