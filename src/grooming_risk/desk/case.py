"""A conversation of the queue as one person is to see it."""

from __future__ import annotations

from typing import NamedTuple

from grooming_risk.desk.decision import Decision
from grooming_risk.queue.ranking import QueueRow


class Case(NamedTuple):
    """A conversation of the queue as one person is to see it.

    Attributes
    ----------
    row : QueueRow
        What the model found.
    rank : int
        Its place in the whole queue, from 1.
    decision : Decision or None
        The person's own decision, else the one that stands; None while the person is still to read the conversation:
        who reads second is blind to the first decision.
    second : bool
        Whether the person is still to read it, as the second or third one.
    changed : bool
        Whether messages came in or were edited after it was decided, so that it is to be read again.
    newest : int
        Highest number of its messages in the file, for what a decision was made on.
    before : int
        What `newest` was when it was last decided; 0 if it never was.
    reading : int
        Which reading a decision of the person is: 1 is the first.
    readers : tuple of Decision
        The last decision of each reading, for who has decided; else empty.
    """

    row: QueueRow
    rank: int
    decision: Decision | None
    second: bool
    changed: bool
    newest: int = 0
    before: int = 0
    reading: int = 1
    readers: tuple[Decision, ...] = ()


class Undone(NamedTuple):
    """What was taken back.

    Attributes
    ----------
    conversation : int
        Key of the conversation.
    name : str
        Its id.
    action : {"decide", "label"}
        A decision, or the labels of a message.
    number : int
        Number of the step in the log.
    title : str
        Shown name of the conversation.
    verdict : str or None
        Verdict of the decision.
    message : int or None
        Number in the file of the labelled message.
    """

    conversation: int
    name: str
    action: str
    number: int
    title: str
    verdict: str | None
    message: int | None


class Filled(NamedTuple):
    """What became of the messages of an export.

    Attributes
    ----------
    conversations : int
        Conversations in the file now.
    duplicates : int
        Messages that were there before.
    out_of_order : int
        Messages that the file holds after a later one of their conversation.
    changed : int
        Decided conversations with new or edited messages.
    edited : int
        Messages that were there with another text, which the newer one replaced; they are no duplicates.
    returned : int
        Conversations that came in and were erased before.
    """

    conversations: int
    duplicates: int
    out_of_order: int
    changed: int
    edited: int = 0
    returned: int = 0
