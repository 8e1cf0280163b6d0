"""What is kept of a conversation, as bytes: its state, and which messages it has already heard. No text.

The state holds the names of authors: personal data, which deleting the conversation erases.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from grooming_risk.model.sealed import SealedBytes, sha256_of

REMEMBERED: Final = 64
"""Message ids that a conversation remembers, the newest ones: more than a client has under way for it at once."""

_FORM: Final = SealedBytes("conversation record", b"GRSR", 1, "begin the conversation anew: add its messages again")
_LENGTH: Final = 4


class HeardMessage(NamedTuple):
    """A message that was counted, for a client that sends it again because the answer did not reach it.

    Attributes
    ----------
    digest : str
        Hash of its id: bounded, and nothing that could be read.
    place : int
        Its place in the conversation, from 0.
    alerts : list of dict
        The alerts that it raised, which nobody may have seen yet.
    """

    digest: str
    place: int
    alerts: list[dict[str, Any]]


class Record(NamedTuple):
    """What is kept of a conversation.

    Attributes
    ----------
    state : bytes
        What `Conversation.to_bytes` gave.
    heard : tuple of HeardMessage
        The last messages that had an id, oldest first.

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
        return _FORM.seal(len(heard).to_bytes(_LENGTH, "big") + heard + self.state)

    @classmethod
    def unpack(cls, data: bytes) -> Record:
        """Return the record that bytes hold.

        Raises
        ------
        StateError
            They are not one, cut short, or of another version.
        """
        content = _FORM.unseal(data)
        end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
        if len(content) < end:
            raise _FORM.refusal("conversation record cut short")
        try:
            heard = tuple(HeardMessage(*row) for row in json.loads(content[_LENGTH:end]))
        except (ValueError, TypeError):
            raise _FORM.refusal("the conversation record cannot be read") from None
        return cls(content[end:], heard)


def digest_of(message_id: str) -> str:
    """Return the hash that stands for a message id.

    Examples
    --------
    >>> len(digest_of("message-17"))
    24
    """
    return sha256_of(message_id.encode("utf-8", "surrogatepass"))[:24]
