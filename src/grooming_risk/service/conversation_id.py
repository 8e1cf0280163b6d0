"""The id of a conversation, as it stands in paths."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Path

CONVERSATION_ID: Final = r"^[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]{0,199}$"
"""Characters that need no escaping in a path, no dot first: clients and proxies leave such ids unchanged."""

ConversationId = Annotated[
    str,
    Path(
        alias="id",
        pattern=CONVERSATION_ID,
        description="Your id of the conversation: up to 200 letters, digits and marks that need no escaping in a path.",
        examples=["room-7"],
    ),
]
