"""Decisions on conversations as decisions on their messages, for retraining."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk.conversation.page.course import shown
from grooming_risk.desk.decision import HELP, NOTHING, UNSURE, Decision, last_readings, standing
from grooming_risk.desk.message_ids import own_id
from grooming_risk.io.exports.message import Message
from grooming_risk.labels import DISCLOSURE, LABELS
from grooming_risk.queue.ranking import play
from grooming_risk.review.record import Review, predict
from grooming_risk.scoring.scorer import Scorer

_INVISIBLE: Final = "\u200b"  # what stands for markup inside words


class LeftOut(Counter[str]):
    """What is not among the reviews, by reason."""


UNDECIDED: Final = "conversations that nobody decided"
NOT_SURE: Final = "marked messages of decisions that are unsure"
NOT_SAID: Final = "marked messages that a decision says nothing about"
NEW: Final = "marked messages that came after the decision"
OVERRULED: Final = "marked messages of a reading that the others overruled"
DIFFERING: Final = "marked messages of readings that differ, which nobody settled"


class Reviewed(NamedTuple):
    """What people said about a conversation.

    Attributes
    ----------
    name : str
        Id of the conversation.
    messages : sequence of (int, Message)
        With their numbers in the store, in order.
    decisions : sequence of Decision
        The latest ones, all made on the same messages.
    newest : int
        Highest number of a message that they were made on.
    labels : mapping
        Labels of single messages, by person and by number in the store.
    """

    name: str
    messages: Sequence[tuple[int, Message]]
    decisions: Sequence[Decision]
    newest: int
    labels: Mapping[str, Mapping[int, tuple[str, ...]]]


class _Mark(NamedTuple):
    """A message: what was scored, which patterns it shows, whether it stands out, whether it asks for help."""

    text: str
    shows: tuple[str, ...]
    stands_out: bool
    asks: bool


def reviews_of(said: Reviewed, model: Scorer, left_out: LeftOut, *, settled: bool = False) -> Iterator[Review]:
    """Yield what each person said about each message; labels of the message win over what a decision implies.

    A reading that lost against the others, or that differs from another without a majority, speaks only of messages of
    which a reading with another outcome speaks too: alone, nobody would contradict it. `settled`: it does not speak.
    """
    if not said.decisions:
        left_out[UNDECIDED] += 1
    decisions = {decision.person: decision for decision in last_readings(said.decisions).values()}
    people = decisions.keys() | said.labels.keys()
    if not people or not said.messages:  # forgotten meanwhile
        return
    for place, (number, message, mark) in enumerate(_marks(said.messages, model), start=1):
        votes = {person: labels[number] for person, labels in said.labels.items() if number in labels}
        if mark.stands_out:
            new = number > said.newest
            derived = {
                person: labels
                for person, decision in decisions.items()
                if person not in votes and (labels := _implied(decision, mark, left_out, new=new)) is not None
            }
            votes = {**votes, **_heard(derived, set(votes), decisions, left_out, settled=settled)}
        for person in sorted(votes) if mark.text else ():
            yield _review(said.name, place, message, mark.text, votes[person], person, model)


def _heard(
    derived: Mapping[str, tuple[str, ...]],
    labelled: Set[str],
    decisions: Mapping[str, Decision],
    left_out: LeftOut,
    *,
    settled: bool,
) -> dict[str, tuple[str, ...]]:
    """Return the implied labels of a message that count, by person; the others are left out and counted."""
    stands = standing(decisions.values())
    outcomes = {decisions[person].outcome for person in derived.keys() | labelled if person in decisions}
    heard = {}
    for person, labels in derived.items():
        outcome = decisions[person].outcome
        if (stands and outcome == stands.outcome) or (not settled and outcomes - {outcome}):
            heard[person] = labels
        else:
            left_out[OVERRULED if stands else DIFFERING] += 1
    return heard


def _marks(messages: Iterable[tuple[int, Message]], model: Scorer) -> Iterator[tuple[int, Message, _Mark]]:
    numbers, texts = zip(*messages, strict=True)
    for number, (message, read, state) in zip(numbers, play(texts, model, keep_text=True), strict=True):
        seen = shown(model, message.text, None, state, read)
        patterns = {one.pattern for one in seen.evidence} if seen.sure else set()
        text = " ".join(read.replace(_INVISIBLE, "").split())
        yield (
            number,
            message,
            _Mark(text, tuple(name for name in LABELS if name in patterns), seen.stands_out, seen.asks),
        )


def _implied(decision: Decision, mark: _Mark, left_out: LeftOut, *, new: bool) -> tuple[str, ...] | None:
    """Return the labels that a decision implies for a message that stands out; None: it says nothing about it."""
    labels: tuple[str, ...] | None = None
    if new or decision.verdict == UNSURE:
        left_out[NEW if new else NOT_SURE] += 1
        return None
    if decision.verdict == NOTHING:
        return ()
    if mark.asks:
        labels = (DISCLOSURE,) if decision.verdict == HELP else None
    elif mark.shows:
        confirmed = tuple(name for name in mark.shows if name in decision.confirmed)
        labels = confirmed if confirmed or set(mark.shows) <= set(decision.rejected) else None
    if labels is None:
        left_out[NOT_SAID] += 1
    return labels


def _review(
    name: str, place: int, message: Message, text: str, labels: Sequence[str], person: str, model: Scorer
) -> Review:
    id = own_id(message)
    return Review(
        f"{name}:{id}" if id else f"{name}#{place}",
        text,
        labels,
        person,
        {"conversation": name, "source": Path(message.source).name, "line": message.line},
        predict(text, model),
    )
