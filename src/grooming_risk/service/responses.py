"""JSON responses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starlette import responses

from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.scoring.evidence import Evidence


class JSONResponse(responses.JSONResponse):
    r"""A JSON response in ASCII, because JSON can escape a lone surrogate and UTF-8 cannot encode it.

    Examples
    --------
    >>> JSONResponse({"token": "\ud800"}).body
    b'{"token":"\\ud800"}'
    """

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def span_dicts(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Return evidence without the quoted text, which the caller has."""
    return [{"start": e.start, "end": e.end, "pattern": e.pattern, "weight": e.weight} for e in evidence]


def state_dict(key: str, state: ConversationState) -> dict[str, Any]:
    """Return the state of a conversation with its id, and without alerts: not every answer has them."""
    data = state.to_dict()
    del data["alerts"]
    return {"conversation": key, **data}
