"""The stored record of a conversation as bytes: its state, and the ids of its last messages. No text.

The state holds the names of authors: personal data, which deleting the conversation erases.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from grooming_risk.model.sealed import SealedBytes, sha256_of

REMEMBERED: Final = 64
"""Number of newest message ids to keep: more than a client has in flight for one conversation."""

_FORM: Final = SealedBytes("conversation record", b"GRSR", 1, "begin the conversation anew: add its messages again")
_LENGTH: Final = 4


class HeardMessage(NamedTuple):
    """A counted message, for a client that did not get the response and sends it again."""

    digest: str  # hash of its id: of bounded size, and unreadable
    place: int  # index in the conversation, from 0
    alerts: list[dict[str, Any]]  # perhaps seen by nobody yet


class Record(NamedTuple):
    """The record of a conversation.

    Examples
    --------
    >>> Record.unpack(Record(b"state", (HeardMessage("ab", 0, []),)).pack()).state
    b'state'
    """

    state: bytes  # from `Conversation.to_bytes`
    heard: tuple[HeardMessage, ...] = ()  # the last messages with an id, oldest first
    first_alert: dict[str, Any] | None = None  # its index, at and kind

    def find(self, digest: str | None) -> HeardMessage | None:
        """Return the counted message of a hash, or None."""
        return next((message for message in self.heard if message.digest == digest), None)

    def pack(self) -> bytes:
        """Return the record as bytes."""
        data = {"heard": self.heard, "first_alert": self.first_alert}
        head = json.dumps(data, separators=(",", ":")).encode("ascii")
        return _FORM.seal(len(head).to_bytes(_LENGTH, "big") + head + self.state)

    @classmethod
    def unpack(cls, data: bytes) -> Record:
        """Return the record; raise `StateError` for bytes of another kind or version, or cut short."""
        content = _FORM.unseal(data)
        end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
        if len(content) < end:
            raise _FORM.refusal("conversation record cut short")
        try:
            head = json.loads(content[_LENGTH:end])
            fields = head if isinstance(head, dict) else {"heard": head, "first_alert": None}  # before there was a list
            return cls(content[end:], tuple(HeardMessage(*row) for row in fields["heard"]), fields["first_alert"])
        except (ValueError, TypeError, KeyError):
            raise _FORM.refusal("the conversation record cannot be read") from None


def digest_of(message_id: str) -> str:
    """Return the hash of a message id.

    Examples
    --------
    >>> len(digest_of("message-17"))
    24
    """
    return sha256_of(message_id.encode("utf-8", "surrogatepass"))[:24]
