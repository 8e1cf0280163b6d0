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
        Whether messages came in after it was decided, so that it is to be read again.
    """

    row: QueueRow
    rank: int
    decision: Decision | None
    second: bool
    changed: bool


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
    """

    conversation: int
    name: str
    action: str


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
        Decided conversations with new messages.
    """

    conversations: int
    duplicates: int
    out_of_order: int
    changed: int
