"""The stored record of a conversation as bytes: its state, and the ids of its last messages. No text.

The state holds the names of authors: personal data, which deleting the conversation erases.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final, NamedTuple

from grooming_risk.errors import StateError

REMEMBERED: Final = 64
"""Number of newest message ids to keep: more than a client has in flight for one conversation."""

_MARK: Final = b"GRSR\x01"
_LENGTH: Final = 4


class HeardMessage(NamedTuple):
    """A counted message, for a client that did not get the response and sends it again.

    Attributes
    ----------
    digest : str
        Hash of its id: of bounded size, and unreadable.
    place : int
        Its index in the conversation, from 0.
    alerts : list of dict
        Its alerts, which nobody may have seen yet.
    """

    digest: str
    place: int
    alerts: list[dict[str, Any]]


class Record(NamedTuple):
    """The record of a conversation.

    Attributes
    ----------
    state : bytes
        From `Conversation.to_bytes`.
    heard : tuple of HeardMessage
        The last messages with an id, oldest first.

    Examples
    --------
    >>> Record.unpack(Record(b"state", (HeardMessage("ab", 0, []),)).pack()).state
    b'state'
    """

    state: bytes
    heard: tuple[HeardMessage, ...] = ()

    def find(self, digest: str | None) -> HeardMessage | None:
        """Return the message of that hash, if it was counted already."""
        return next((message for message in self.heard if message.digest == digest), None)

    def pack(self) -> bytes:
        """Return the record as bytes."""
        heard = json.dumps(self.heard, separators=(",", ":")).encode("ascii")
        return _MARK + len(heard).to_bytes(_LENGTH, "big") + heard + self.state

    @classmethod
    def unpack(cls, data: bytes) -> Record:
        """Return the record that bytes hold.

        Raises
        ------
        StateError
            They hold none.
        """
        start = len(_MARK) + _LENGTH
        end = start + int.from_bytes(data[len(_MARK) : start], "big")
        if data[: len(_MARK)] != _MARK or len(data) < end:
            raise StateError("no record of a conversation")
        try:
            heard = tuple(HeardMessage(*row) for row in json.loads(data[start:end]))
        except (ValueError, TypeError):
            raise StateError("the record of a conversation cannot be read") from None
        return cls(data[end:], heard)


def digest_of(message_id: str) -> str:
    """Return the hash that stands for a message id.

    Examples
    --------
    >>> len(digest_of("message-17"))
    24
    """
    return hashlib.sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()[:24]
