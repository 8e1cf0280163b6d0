"""What several people decided of one message becomes one decision, by majority; ties are named, not hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from grooming_risk.errors import GroomingRiskError
from grooming_risk.labels import LABELS
from grooming_risk.review.record import Review
from grooming_risk.text.fold import fold


class UnsettledError(GroomingRiskError, ValueError):
    """People disagree on messages, and no majority settles it.

    Parameters
    ----------
    ids : sequence of str
        The messages.
    """

    def __init__(self, ids: tuple[str, ...]) -> None:
        shown = ", ".join(ids[:10]) + (f" and {len(ids) - 10} more" if len(ids) > 10 else "")
        super().__init__(
            f"no majority for {shown}; have one more person decide, take them out of the file, or pass ties='leave_out'"
        )
        self.ids = ids


class Settlement(NamedTuple):
    """What came of reviews.

    Attributes
    ----------
    settled : list of Review
        One decision a message, in the order in which the messages first come; its annotator is None where several
        people decided.
    ties : list of list of Review
        For each message without a majority, what was decided of it.
    undecided : list of str
        Ids of messages that nobody has decided.
    """

    settled: list[Review]
    ties: list[list[Review]]
    undecided: list[str]

    @property
    def tied_ids(self) -> tuple[str, ...]:
        """Id of each message without a majority."""
        return tuple(same[0].id for same in self.ties)


def settle(reviews: Iterable[Review]) -> Settlement:
    """Settle what several people decided of the same message.

    First it is voted on whether the message is harmless, then on each label: more than half of those who decided it
    must say so. Half and half is a tie; so is a majority that finds something without agreeing on any label. Messages
    that read alike (folded: case, blanks, look-alike letters) are the same message, whatever their ids. A person who
    repeats a decision has one vote; one who decides both ways has two.

    Parameters
    ----------
    reviews : iterable of Review
        Decided or not, in any order.

    Returns
    -------
    Settlement
        Every message is in one of its three parts.

    Examples
    --------
    >>> votes = [["secrecy"], ["secrecy", "coercion"], []]
    >>> result = settle(Review("a", "our secret", v, annotator=str(n)) for n, v in enumerate(votes))
    >>> result.settled[0].labels, result.ties
    (('secrecy',), [])
    """
    messages: dict[str, list[Review]] = {}
    for review in reviews:
        messages.setdefault(" ".join(fold(review.text).split()), []).append(review)
    result = Settlement([], [], [])
    for same in messages.values():
        decided = [review for review in same if review.labels is not None]
        labels = _majority(_votes(decided)) if decided else None
        if not decided:
            result.undecided.extend(dict.fromkeys(review.id for review in same))
        elif labels is None:
            result.ties.append(decided)
        else:
            result.settled.append(_merged(decided, labels))
    return result


def _votes(decided: list[Review]) -> list[tuple[str, ...]]:
    """Return what was decided, repetitions by one known person left out."""
    named = {(review.annotator, tuple(review.labels or ())) for review in decided if review.annotator is not None}
    unnamed = [tuple(review.labels or ()) for review in decided if review.annotator is None]
    return [labels for _, labels in named] + unnamed


def _majority(votes: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the labels of the majority, or None for a tie."""
    harmless = sum(not labels for labels in votes)
    if 2 * harmless > len(votes):
        return ()
    counts = Counter(label for labels in votes for label in labels)
    if 2 * harmless == len(votes) or any(2 * count == len(votes) for count in counts.values()):
        return None
    return tuple(label for label in LABELS if 2 * counts[label] > len(votes)) or None


def _merged(decided: list[Review], labels: tuple[str, ...]) -> Review:
    first = decided[0]
    who = {review.annotator for review in decided}
    return replace(first, labels=labels, annotator=first.annotator if len(who) == 1 else None)
